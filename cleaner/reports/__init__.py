"""Reports: results in, strings for people and tools out."""
