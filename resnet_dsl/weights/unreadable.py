"""Why a file of weights could not be read, in words."""

import re
from pathlib import Path

from resnet_dsl.diagnostics.catalog import DamagedWeights, UnsafeWeights
from resnet_dsl.diagnostics.error import ArchError

WANTED = re.compile(r"GLOBAL (\S+)")
"""How torch names what a pickle wants besides tensors."""
UNPICKLING = re.compile(r"WeightsUnpickler error:\s*(.+)")
SENTENCE_END = re.compile(r"\n|\. (?=[A-Z])")
ZIP, PICKLE, HEADER = b"PK", b"\x80", b"{"
LONGEST_REASON = 200


def unreadable(path: Path, error: Exception, help: str = "") -> ArchError:
    """The finding for a file that torch or safetensors refused with this error."""
    wanted = WANTED.search(str(error))
    if wanted:
        text = f"`{path}` is not loaded: it holds `{wanted[1]}`, and unpickling more than tensors could run code"
        help = "save nothing but tensors, with `torch.save(model.state_dict(), path)` or as `.safetensors`"
        return ArchError([UnsafeWeights(span=None, text=text, help=help)])
    reason = _reason(error)
    notes = (reason,) if reason else ()
    return ArchError([DamagedWeights(span=None, text=f"`{path}` {_what(path, error)}", notes=notes, help=help)])


def _what(path: Path, error: Exception) -> str:
    with path.open("rb") as file:
        start = file.read(9)
    if not start:
        return "is empty"
    if start.startswith(PICKLE) and "Unsupported operand" in str(error):
        return "is a pickle of another protocol than `torch.save` writes, and is not read: save it anew"
    if "TorchScript" in str(error):
        return "is a program of TorchScript, and no weights"
    if start.startswith((ZIP, PICKLE)) or start.endswith(HEADER):
        return "is truncated or damaged"
    return "is no file of weights"


def _reason(error: Exception) -> str:
    """The first sentence of what the reader said, without its advice."""
    text = str(error)
    unpickling = UNPICKLING.search(text)
    said = unpickling[1] if unpickling else SENTENCE_END.split(text.strip())[0]
    return said[:LONGEST_REASON]
