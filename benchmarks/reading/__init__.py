"""Reading: boxes on scans against known places, pages a second and memory beside peers."""
