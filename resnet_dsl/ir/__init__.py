"""The intermediate representation: what a network is, with structure, names and shapes, and without syntax."""
