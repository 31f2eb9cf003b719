"""Cases: the pipeline, tasks, proposals and reviews."""
