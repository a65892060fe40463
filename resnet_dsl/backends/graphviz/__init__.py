"""The network as a picture that teaches: stages grouped, repeats folded, shortcuts and skips drawn."""

from functools import partial

from resnet_dsl.backends.core.backend import PictureBackend
from resnet_dsl.backends.graphviz.dot import to_dot
from resnet_dsl.backends.graphviz.draw import draw

BACKENDS = (
    PictureBackend("dot", (".dot", ".gv"), "the picture as Graphviz text, for other tools", to_dot),
    PictureBackend("svg", (".svg",), "the picture, scalable, for the web", partial(draw, format="svg")),
    PictureBackend("png", (".png",), "the picture as pixels", partial(draw, format="png")),
    PictureBackend("pdf", (".pdf",), "the picture, scalable, for print", partial(draw, format="pdf")),
)
