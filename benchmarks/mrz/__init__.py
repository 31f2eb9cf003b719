"""Machine-readable zones: specimens, generated zones under a measured confusion model, and zones read from pictures."""
