"""From the syntax tree to the IR: names bound, expressions evaluated, blocks instantiated, shapes inferred."""
