"""Published weights: from torch.hub's cache, or downloaded into it."""

import hashlib
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from http.client import HTTPException
from io import StringIO
from pathlib import Path
from ssl import SSLError
from typing import Any
from urllib.error import URLError
from urllib.parse import urlparse

import torch

from resnet_dsl.diagnostics.catalog import DamagedWeights, FailedDownload, UnreadableWeights
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.weights.enums import origin_of
from resnet_dsl.weights.unreadable import unreadable

HASH = re.compile(r"-([a-f0-9]*)\.")
"""Where torch.hub finds the beginning of the SHA-256 in the name of a file."""


def fetch(member: Any, *, progress: bool) -> Any:
    """What the file of published weights holds, from the cache or downloaded. Raises `ArchError`.

    A file that is in the cache is compared with the hash in its name too, which torch.hub does not do. A name without
    a hash is taken as it is, as torch.hub takes it.
    """
    path = cached_path(member.url)
    was_cached = path.exists()
    if was_cached:
        _verify(path)
    try:
        with _on_standard_error(progress):
            return member.get_state_dict(progress=progress, check_hash=True, map_location="cpu", weights_only=True)
    except (URLError, HTTPException, ConnectionError, TimeoutError, SSLError) as error:
        raise _failed(member, path, f"could not be downloaded: {_said(error)}") from None
    except OSError as error:
        raise _failed(member, path, f"cannot be written into the cache: {error.strerror or error}") from None
    except Exception as error:  # a hash that differs, or whatever the bytes of a damaged file happen to mean
        raise _refused(member, path, was_cached, error) from None


def cached_path(url: str) -> Path:
    """Where torch.hub keeps the file of an address."""
    return Path(torch.hub.get_dir(), "checkpoints", Path(urlparse(url).path).name)


def _verify(path: Path) -> None:
    """Raise `ArchError` where a file is not what the hash in its name says."""
    named = HASH.search(path.name)
    if not named:
        return
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        text = f"`{path}` cannot be read: {error.strerror}"
        raise ArchError([UnreadableWeights(span=None, text=text)]) from None
    if not found.startswith(named[1]):
        text = f"`{path}` is damaged: its SHA-256 is `{found}`, and its name says `{named[1]}…`"
        raise ArchError([DamagedWeights(span=None, text=text, help="delete it, and it is downloaded again")])


@contextmanager
def _on_standard_error(progress: bool) -> Iterator[None]:
    """Keep what torch.hub prints away from standard output, and say nothing at all without `progress`."""
    with redirect_stdout(sys.stderr if progress else StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refused(member: Any, path: Path, was_cached: bool, error: Exception) -> ArchError:
    """The finding for a download that torch.hub threw away, or a file that cannot be read; a new one is removed."""
    if not path.exists():
        return _failed(member, path, f"could not be downloaded: {error}")
    help = "delete it, and it is downloaded again" if was_cached else "nothing of it was kept: try again"
    found = unreadable(path, error, help)
    if not was_cached:
        path.unlink()
    return found


def _failed(member: Any, path: Path, what: str) -> ArchError:
    help = f"try again, or put the file of `{member.url}` at `{path}`"
    return ArchError([FailedDownload(span=None, text=f"`{origin_of(member)}` {what}", help=help)])


def _said(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) and not hasattr(error, "code") else error
    return str(reason) or type(error).__name__
