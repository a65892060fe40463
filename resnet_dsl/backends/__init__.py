"""What a network is turned into: one module or package each, found by standing in this folder.

A backend has a tuple `BACKENDS`; see `core`. Backends do not import each other.
"""
