"""Measurements of speed and size; nothing here is imported by the program or its tests."""
