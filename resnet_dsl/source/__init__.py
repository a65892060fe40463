"""Texts and places in them: what every later stage points at."""
