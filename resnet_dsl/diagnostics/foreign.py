"""Files of other tools given by mistake: what one seems to be, by what is in it, or else by how its name ends."""

import json
from dataclasses import dataclass
from pathlib import PurePath
from re import IGNORECASE, MULTILINE, Pattern, compile

from resnet_dsl.diagnostics.catalog import ForeignFile
from resnet_dsl.source.file import SourceFile, Span

OURS = compile(
    r"^\s*(?:(?:arch|block)[ \t]+\w+\s*(?:[({]|extends\b)|import\s+[\w.]+\s*\(|input[ \t]+\d+(?:x\d+)*\b)", MULTILINE
)
"""What no other tool writes: a text that has it is of this language, however wrong it is."""
WORDS = compile(r"^\s*(?:arch|block|input|order)\b", MULTILINE)
"""What keeps a text from being judged by its name alone."""
EXAMPLES = "`resnet-dsl list` shows networks in this language"
WEIGHTS = "weights are given with `resnet-dsl build SPEC -w FILE`, behind a network in this language"
FLASHLIGHT = r"^(V|WN|C|C1|C2|AC|R|R2|PD|DO|L|LN|M|A|SAUG|TR|GLU|RO|TDS|ASR)\s+[-\w. ]*(NFEAT|NLABEL|-?\d)[-\w. ]*$"
DARKNET = (
    r"^\[(net|network|convolutional|deconvolutional|connected|maxpool|avgpool|local_avgpool|batchnorm|shortcut|route"
    r"|upsample|reorg|dropout|softmax|crop|cost|detection|region|yolo|crnn|gru|lstm)\][ \t]*$"
)
ULTRALYTICS = r"^[ \t]*-[ \t]*\[[ \t]*(-?\d+|\[[-\d, ]+\])[ \t]*,[ \t]*\d+[ \t]*,[ \t]*[\w.]+[ \t]*,[ \t]*\["
PYTHON = (
    r"^(from\s+[\w.]+\s+import\b|import\s+[\w.]+(\s+as\s+\w+)?(\s*,.*)?[ \t]*(#.*)?$|class\s+\w+\s*(\(.*\))?:"
    r"|def\s+\w+\(.*|if __name__ ==|@[\w.]+(\(.*\))?$)"
)
CAFFE = r"^[ \t]*layers?[ \t]*\{(?=[^}]*\b(bottom|top|type)[ \t]*:)"
PRINTED = r"^[ \t]*\(\w+\):[ \t]+\w+\("


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, how it is known, and what to do instead."""

    name: str
    pattern: Pattern[str]
    help: str = EXAMPLES


KINDS = (
    Kind("a page of HTML", compile(r"\A\s*<(?:!doctype|html|\?xml)", IGNORECASE), "download the file itself"),
    Kind("a pointer of Git LFS", compile(r"\Aversion https://git-lfs"), "fetch the file itself with `git lfs pull`"),
    Kind("a configuration of Darknet", compile(DARKNET, MULTILINE)),
    Kind("a model of Ultralytics in YAML", compile(ULTRALYTICS, MULTILINE)),
    Kind("a model of Caffe", compile(CAFFE, MULTILINE)),
    Kind("a printed PyTorch module", compile(PRINTED, MULTILINE)),
    Kind("a Python file", compile(PYTHON, MULTILINE)),
    Kind(
        "an architecture file of flashlight (wav2letter)",
        compile(FLASHLIGHT, MULTILINE),
        "both use the extension `.arch`; `resnet-dsl list` shows examples of this one",
    ),
)
SIGNATURES = {
    b"\x89HDF\r\n\x1a\n": ("a file of HDF5, as Keras writes", EXAMPLES),
    b"PK\x03\x04": ("a zip archive, as PyTorch and Keras write", WEIGHTS),
    b"\x80\x02": ("a Python pickle, as PyTorch writes", WEIGHTS),
    b"\x80\x04": ("a Python pickle", WEIGHTS),
    b"GGUF": ("a file of GGUF", EXAMPLES),
    b"\x1f\x8b": ("a gzip archive", "unpack it first"),
    b"\x89PNG": ("a picture", EXAMPLES),
    b"%PDF": ("a PDF", EXAMPLES),
}
SUFFIXES = {
    ".py": ("a Python file", EXAMPLES),
    ".ipynb": ("a notebook of Jupyter", EXAMPLES),
    ".json": ("a JSON file", EXAMPLES),
    ".yaml": ("a YAML file", EXAMPLES),
    ".yml": ("a YAML file", EXAMPLES),
    ".cfg": ("a configuration of Darknet", EXAMPLES),
    ".prototxt": ("a model of Caffe", EXAMPLES),
    ".onnx": ("a model of ONNX", EXAMPLES),
    ".pth": ("a file of weights", WEIGHTS),
    ".pt": ("a file of weights", WEIGHTS),
    ".safetensors": ("a file of weights", WEIGHTS),
    ".h5": ("a file of HDF5, as Keras writes", EXAMPLES),
    ".keras": ("a model of Keras", EXAMPLES),
}


def foreign(source: SourceFile) -> ForeignFile | None:
    """The finding for a text of another tool, or None."""
    if OURS.search(source.text) or not source.text.strip():
        return None
    for kind in KINDS:
        match = kind.pattern.search(source.text)
        if match is not None:
            line = match[0].lstrip()
            start = match.end() - len(line)
            return _finding(Span(source, start, start + len(line.partition("\n")[0])), kind.name, kind.help)
    guess = _json(source.text)
    if guess:
        return _finding(Span(source, 0, 0), *guess)
    return None if WORDS.search(source.text) else foreign_name(source.name)


def foreign_name(name: str) -> ForeignFile | None:
    """The finding for a file of which nothing but its name tells what it is, or None."""
    guess = SUFFIXES.get(PurePath(name).suffix.lower())
    return _finding(Span(SourceFile(name, ""), 0, 0), *guess) if guess else None


def foreign_data(data: bytes, name: str) -> ForeignFile | None:
    """The finding for the first bytes of a file that is no text, or None where nothing is known of them."""
    signature = next((known for known in SIGNATURES if data.startswith(known)), None)
    guess = SIGNATURES[signature] if signature else _binary(data)
    return _finding(Span(SourceFile(name, ""), 0, 0), *guess) if guess else None


def _binary(data: bytes) -> tuple[str, str] | None:
    if data[4:8] == b"TFL3":
        return "a model of TensorFlow Lite", EXAMPLES
    if data[8:10] == b'{"':
        return "a file of safetensors", WEIGHTS
    if data[:1] == b"\x08" and data[2:3] in (b"\x12", b":", b"B"):  # version, then producer, graph or opset
        return "a model of ONNX", EXAMPLES
    return None


def _json(text: str) -> tuple[str, str] | None:
    """What a text of JSON is; None where it is none."""
    try:
        data = json.loads(text) if text.lstrip()[:1] in ("{", "[") else None
    except (ValueError, RecursionError):
        return None
    keys = set(data) if isinstance(data, dict) else set()
    if {"root", "format"} <= keys:
        return "the IR of a network, as `emit --to ir` writes", "`check` and the other commands take the file it is of"
    if {"cells", "nbformat"} <= keys:
        return "a notebook of Jupyter", EXAMPLES
    if {"class_name", "config"} <= keys:
        return "a model of Keras in JSON", EXAMPLES
    return ("a JSON file", EXAMPLES) if data is not None else None


def _finding(span: Span, name: str, help: str) -> ForeignFile:
    return ForeignFile(span=span, text=f"this seems to be {name}, and not of this language", help=help)
