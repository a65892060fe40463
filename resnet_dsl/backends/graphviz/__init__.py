"""The network as a picture that teaches: stages grouped, repeats folded, shortcuts and skips drawn."""

from functools import partial

from resnet_dsl.backends.core.backend import Draw, DrawPair, PictureBackend
from resnet_dsl.backends.graphviz.dot import to_dot
from resnet_dsl.backends.graphviz.draw import Drawn, draw
from resnet_dsl.backends.graphviz.html.page import to_html
from resnet_dsl.backends.graphviz.pair import draw_pair
from resnet_dsl.backends.graphviz.tikz.document import tikz_document, tikz_picture


def _drawn(format: Drawn) -> tuple[Draw, DrawPair]:
    """What draws one network in a format, and two with marks on what differs."""
    return partial(draw, format=format), partial(draw_pair, format=format)


BACKENDS = (
    PictureBackend("dot", (".dot", ".gv"), "the picture as Graphviz text, for other tools", to_dot),
    PictureBackend("svg", (".svg",), "the picture, scalable, for the web", *_drawn("svg")),
    PictureBackend("png", (".png",), "the picture as pixels", *_drawn("png")),
    PictureBackend("html", (".html", ".htm"), "the picture to look around in, one file for a browser", to_html),
    PictureBackend("pdf", (".pdf",), "the picture, scalable, for print", *_drawn("pdf")),
    PictureBackend("tikz", (".tex",), "the picture as a LaTeX document, to be restyled by hand", tikz_document),
    PictureBackend("tikzpicture", (".tikz",), "the same alone, to be read into a paper", tikz_picture),
)
