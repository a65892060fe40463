"""Everything that is wrong with a file."""

from resnet_dsl.diagnostics.diagnostic import Diagnostic
from resnet_dsl.diagnostics.error import ArchError
from resnet_dsl.pipeline.load import Spec
from resnet_dsl.pipeline.specs import Folders, open_spec
from resnet_dsl.resolve.arch import Request, resolve_arch


def check(path: Spec, folders: Folders = ()) -> tuple[Diagnostic, ...]:
    """The diagnostics of a file: its syntax, its imports, and every arch of it at its defaults, claims included.

    `path` may be any spec; a file that has blocks only is parsed. Raises nothing for what is wrong with the file.
    """
    found: list[Diagnostic] = []
    try:
        opened = open_spec(path, folders)
        archs = opened.archs
    except ArchError as error:
        return error.diagnostics
    for arch in archs:
        try:
            resolve_arch(arch, opened.scope, opened.files, Request({}))
        except ArchError as error:
            found += (one for one in error.diagnostics if _key(one) not in map(_key, found))
    return tuple(found)


def _key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What makes two findings one: archs of a file share its blocks."""
    return diagnostic.code, str(diagnostic.span), diagnostic.message
