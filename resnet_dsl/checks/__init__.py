"""Lints: what is doubtful about a network that is correct. One file a lint, found by being there."""
