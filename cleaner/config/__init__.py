"""Configuration: files and options in, the settings for each file out."""
