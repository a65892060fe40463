"""The network as a picture that teaches: stages grouped, repeats folded, shortcuts and skips drawn."""

from functools import partial

from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.backends.graphviz.dot import to_dot
from resnet_dsl.backends.graphviz.render import draw

BACKENDS = (
    Backend("dot", "picture", (".dot", ".gv"), "the picture as Graphviz text, for other tools", to_dot),
    Backend("svg", "picture", (".svg",), "the picture, scalable, for the web", partial(draw, format="svg")),
    Backend("png", "picture", (".png",), "the picture as pixels", partial(draw, format="png")),
    Backend("pdf", "picture", (".pdf",), "the picture, scalable, for print", partial(draw, format="pdf")),
)
