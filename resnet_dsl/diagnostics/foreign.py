"""Files of other tools given by mistake."""

from re import MULTILINE, compile

from resnet_dsl.diagnostics.catalog import ForeignFile
from resnet_dsl.source.file import SourceFile, Span

OURS = compile(r"^\s*(arch|block|import)\s+\w", MULTILINE)
FLASHLIGHT = compile(
    r"^(V|WN|C|C1|C2|AC|R|R2|PD|DO|L|LN|M|A|SAUG|TR|GLU|RO|TDS|ASR)\s+[-\w. ]*(NFEAT|NLABEL|-?\d)", MULTILINE
)


def foreign(source: SourceFile) -> ForeignFile | None:
    """The finding for a text of another tool, or None."""
    match = FLASHLIGHT.search(source.text)
    if match is None or OURS.search(source.text):
        return None
    return ForeignFile(
        span=Span(source, match.start(), match.end()),
        text="this seems to be an architecture file of flashlight (wav2letter), and not of this language",
        help="both use the extension `.arch`; `resnet-dsl list` shows examples of this one",
    )
