"""The same picture in TikZ, for a paper: laid out by Graphviz, set by LaTeX, restyled by hand."""
