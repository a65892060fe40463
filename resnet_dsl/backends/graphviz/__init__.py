"""The network as a picture that teaches: stages grouped, repeats folded, shortcuts and skips drawn."""

from resnet_dsl.backends.core.backend import Draw, DrawPair, PictureBackend
from resnet_dsl.backends.core.later import later

HERE = "resnet_dsl.backends.graphviz"


def _drawn(format: str) -> tuple[Draw, DrawPair]:
    """What draws one network in a format, and two with marks on what differs."""
    return later(f"{HERE}.draw", "draw", format=format), later(f"{HERE}.pair", "draw_pair", format=format)


BACKENDS = (
    PictureBackend(
        "dot", (".dot", ".gv"), "the picture as Graphviz text, for other tools", later(f"{HERE}.dot", "to_dot")
    ),
    PictureBackend("svg", (".svg",), "the picture, scalable, for the web", *_drawn("svg")),
    PictureBackend("png", (".png",), "the picture as pixels", *_drawn("png")),
    PictureBackend(
        "html",
        (".html", ".htm"),
        "the picture to look around in, one file for a browser",
        later(f"{HERE}.html.page", "to_html"),
    ),
    PictureBackend("pdf", (".pdf",), "the picture, scalable, for print", *_drawn("pdf")),
    PictureBackend(
        "tikz",
        (".tex",),
        "the picture as a LaTeX document, to be restyled by hand",
        later(f"{HERE}.tikz.document", "tikz_document"),
    ),
    PictureBackend(
        "tikzpicture",
        (".tikz",),
        "the same alone, to be read into a paper",
        later(f"{HERE}.tikz.document", "tikz_picture"),
    ),
)
