"""A coverage-guided search for texts that are answered otherwise than with a network or findings: `make fuzz`.

The corpus is the mistakes of `tests/errors` and the bundled blocks, which are small and have every statement, and what
earlier runs kept. A text that crashes is written to `fuzz/found/`; cut down, it belongs into
`tests/language/test_recovery.py`.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["resnet_dsl"]):
    from resnet_dsl.diagnostics.error import ArchError
    from resnet_dsl.pipeline.specs import open_source
    from resnet_dsl.resolve.arch import Request, resolve_arch
    from resnet_dsl.resolve.files import decode

HERE = Path(__file__).parent
LONGEST = 4_000
TIMEOUT = 10
"""Seconds that an answer may take; watched as it is here, the code takes several times as long as it does otherwise."""


def answer(data: bytes) -> None:
    """Read the bytes of a file and resolve each arch in it, as `resnet-dsl check` does."""
    try:
        opened = open_source(decode(data, "text"), "text", None, ())
    except ArchError as error:
        str(error)
        return
    for arch in opened.archs:
        try:
            resolve_arch(arch, opened.scope, opened.files, Request({}))
        except ArchError as error:
            str(error)


def seed(corpus: Path) -> None:
    """Put small files, right ones and wrong ones, into the corpus."""
    corpus.mkdir(parents=True, exist_ok=True)
    root = HERE.parent
    for path in (*(root / "tests/errors/cases").glob("*.arch"), *(root / "specs/blocks").glob("*.arch")):
        if path.stat().st_size <= LONGEST:
            (corpus / path.name).write_bytes(path.read_bytes())


def main() -> None:
    """Fuzz for as many seconds as the first argument says."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    answer(b"arch warm { input 3x8x8; relu; relu 3 3 }")
    corpus, found = HERE / "corpus", HERE / "found"
    seed(corpus)
    found.mkdir(exist_ok=True)
    options = [f"-max_total_time={seconds}", f"-timeout={TIMEOUT}", "-rss_limit_mb=500", f"-max_len={LONGEST}"]
    words = f"-dict={HERE / 'words.dict'}"
    atheris.Setup([sys.argv[0], *options, words, f"-artifact_prefix={found}/", str(corpus)], answer)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
