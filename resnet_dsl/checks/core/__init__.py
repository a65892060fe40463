"""What a lint is and is given, how lints are found, run and silenced."""
