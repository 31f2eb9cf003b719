"""The gateway through which every model call goes."""
