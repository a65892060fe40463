"""What a backend is, and how backends are found."""
