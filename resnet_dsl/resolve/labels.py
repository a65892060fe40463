"""Labels as text."""

from re import fullmatch

from resnet_dsl.diagnostics.catalog import Misplaced
from resnet_dsl.resolve.context import Context
from resnet_dsl.resolve.expressions import evaluate
from resnet_dsl.resolve.flow import Flow
from resnet_dsl.resolve.problems import Problem
from resnet_dsl.syntax import tree


def label_text(label: tree.Label, flow: Flow, context: Context) -> str:
    """The text of a label, computed where it has expressions. Raises `Problem` or `Unknown`."""
    parts = (part if isinstance(part, str) else str(evaluate(part, context.around(flow))) for part in label.parts)
    text = "".join(parts)
    if not text or "." in text:
        raise Problem(Misplaced(span=label.span, text=f"`{text}` cannot be a label", help="a label has no dots"))
    if not fullmatch(r"[\w -]+", text):
        help = "take letters, digits, `_` and `-`"
        raise Problem(Misplaced(span=label.span, text=f"a member cannot be named `{text}`", help=help))
    return text
