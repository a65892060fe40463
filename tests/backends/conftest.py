"""Networks from texts, and their pictures."""

from collections.abc import Callable

import pytest

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.files import Files
from resnet_dsl.source.file import SourceFile


def _resolve(text: str) -> Arch:
    files = Files()
    home = files.open_text(SourceFile("net.arch", text))
    return resolve_arch(list(home.archs.values())[-1][0], home, files, Request({}))


@pytest.fixture
def resolve() -> Callable[[str], Arch]:
    """The last arch of a text."""
    return _resolve
