"""The operations of the language, one file each: parameters, shape rule, costs and torch call.

A file dropped into this folder is found. The rules that all of them share stand in `core`.
"""
