"""The policy library: policies and procedures, searched beside a case."""
