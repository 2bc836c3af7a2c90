"""Formats: containers in, documents out, and clean bytes back."""
