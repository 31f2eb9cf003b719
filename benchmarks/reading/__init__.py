"""Reading: accuracy of boxes on scans, calibration of confidence, and pages per second and memory beside peers."""
