"""Tables about a network, read off the IR: no torch, and nothing is stored in the IR."""
