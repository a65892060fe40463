"""What is said to the person who wrote a file: typed diagnostics with codes, places, causes and help."""
