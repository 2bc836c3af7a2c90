"""The stages: each finds edits in the text it receives and applies none."""
