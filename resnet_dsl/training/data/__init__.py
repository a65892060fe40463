"""What is trained with: a data set each file, found by standing in this folder.

Such a file has one `DATA`; see `core`.
"""
