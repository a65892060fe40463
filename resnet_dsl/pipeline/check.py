"""Everything that is wrong with a file, and what is doubtful about it."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from resnet_dsl.checks.core.network import Network
from resnet_dsl.checks.core.run import lint
from resnet_dsl.checks.core.written import Written
from resnet_dsl.diagnostics.catalog import FailedClaim
from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.diagnostics.findings import Findings
from resnet_dsl.pipeline.load import Spec
from resnet_dsl.pipeline.specs import Folders, open_spec
from resnet_dsl.resolve.arch import Request, resolve_arch
from resnet_dsl.resolve.claims import ClaimError
from resnet_dsl.resolve.mistakes import in_order
from resnet_dsl.syntax import tree


def check(
    path: Spec,
    folders: Folders = (),
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    texts: Mapping[Path, str] = MappingProxyType({}),
) -> Findings:
    """The diagnostics of a file: its syntax, its imports, and every arch of it at its defaults, claims included.

    Behind the errors stand the warnings of lints: of the codes in `select`, or all, without those in `ignore`. `path`
    may be any spec; a file that has blocks only is parsed. Of paths in `texts` that is the text. Raises nothing for
    what is wrong with the file.
    """
    try:
        opened = open_spec(path, folders, texts)
        archs = opened.archs
    except ArchError as error:
        return Findings(error.diagnostics)
    file = Written(opened.scope, opened.files)
    errors, networks = _resolved(archs, file)
    if opened.files.found:
        return Findings(in_order([*opened.files.found, *errors]))
    is_whole = len(networks) == len(file.content.archs) and all(isinstance(one, FailedClaim) for one in errors)
    doubts = lint(file, networks, complete=is_whole)
    chosen = (one for one in doubts if one.code not in ignore and (not select or one.code in select))
    return Findings((*errors, *chosen))


def _resolved(archs: tuple[tree.Arch, ...], file: Written) -> tuple[list[Diagnostic], list[Network]]:
    """What is wrong with the archs of a file, and the networks of those of which nothing but claims is."""
    found: list[Diagnostic] = []
    networks: list[Network] = []
    for arch in archs:
        try:
            networks.append(Network(resolve_arch(arch, file.scope, file.files, Request({})), arch, file))
        except ArchError as error:
            networks += [Network(error.arch, arch, file)] if isinstance(error, ClaimError) else []
            found += error.diagnostics
    return distinct(found), networks


def distinct(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each finding once: archs of a file share its blocks."""
    first: dict[tuple[str, str, str], Diagnostic] = {}
    for one in found:
        first.setdefault((one.code, str(one.span), one.message), one)
    return list(first.values())
