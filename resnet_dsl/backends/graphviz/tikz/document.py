"""A picture for LaTeX: alone, to be read into a paper, and as a document of its own."""

from resnet_dsl.backends.graphviz.markup import plain
from resnet_dsl.backends.graphviz.tikz.picture import picture
from resnet_dsl.diagram.build import diagram
from resnet_dsl.diagram.graph import Graph
from resnet_dsl.diagram.view import View
from resnet_dsl.ir.nodes import Arch

OWN = r"""% A document of its own: pdflatex sets it on a page of the size of the picture.
% In a paper: copy the tikzpicture, which has its styles and colours at its top, or draw it alone, as a .tikz file."""
ALONE = r"""% In a paper, with {packages} in its preamble:
%   \resizebox{{\linewidth}}{{!}}{{\input{{FILE.tikz}}}}
% Styles and colours are at its top, and hold in this picture only."""
PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[scaled]{helvet}
\renewcommand\familydefault{\sfdefault}
% Digits and \times in formulas as in the text.
\DeclareSymbolFont{digits}{T1}{phv}{m}{n}
\SetSymbolFont{digits}{bold}{T1}{phv}{b}{n}
\DeclareSymbolFont{signs}{TS1}{phv}{m}{n}
\SetSymbolFont{signs}{bold}{TS1}{phv}{b}{n}
\DeclareMathSymbol{\times}{\mathbin}{signs}{"D6}
\makeatletter
\@tfor\digit:=0123456789\do{\expandafter\DeclareMathSymbol\digit{\mathalpha}{digits}{\expandafter`\digit}}
\makeatother
\usepackage{tikz}
"""
PAGE = r"""\usepackage[active,tightpage]{preview}
\PreviewEnvironment{tikzpicture}
\setlength\PreviewBorder{<border>bp}
\setlength\textwidth{\maxdimen} % the page is as wide as the picture
\begin{document}
"""
HYPERREF = "\\usepackage[hidelinks,bookmarks=false]{hyperref}\n"


def tikz_document(arch: Arch, view: View) -> str:
    """A document with the picture of a network. Raises `BackendError` where nothing is installed that lays out."""
    graph = diagram(arch, view)
    page = PAGE.replace("<border>", "0" if view.theme == "dark" else "6")
    preamble = PREAMBLE + (HYPERREF if view.links else "") + page
    return f"{_head(graph)}\n{OWN}\n{preamble}{picture(graph, view)}\\end{{document}}\n"


def tikz_picture(arch: Arch, view: View) -> str:
    """The picture of a network alone. Raises `BackendError` where nothing is installed that lays out."""
    graph = diagram(arch, view)
    packages = r"\usepackage{tikz}" + (r" and \usepackage{hyperref}" if view.links else "")
    return f"{_head(graph)}\n{ALONE.format(packages=packages)}\n{picture(graph, view)}"


def _head(graph: Graph) -> str:
    """What is drawn, as a comment, in ASCII."""
    text = plain(f"{graph.title}: {graph.subtitle} {graph.caption}")
    return "% " + text.translate({0x2014: "-", 0xB7: "-"}).encode("ascii", "replace").decode("ascii")
