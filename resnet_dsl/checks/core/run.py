"""All lints on one file."""

from collections.abc import Iterable, Iterator

from resnet_dsl.checks.allowed import UselessAllow, allows, silence
from resnet_dsl.checks.core.lint import Doubt, FileLint
from resnet_dsl.checks.core.network import Network
from resnet_dsl.checks.core.registry import lints
from resnet_dsl.checks.core.written import Written


def lint(file: Written, networks: Iterable[Network], *, complete: bool) -> tuple[Doubt, ...]:
    """What is doubtful about a file and those of its networks that resolve, in the order of the text.

    `complete` tells that the file has no errors and all of its networks are given: else what reads the whole file is
    left out, since an error may be the reason why nothing uses a name.
    """
    networks = tuple(networks)
    found: dict[tuple[str, int], Doubt] = {}
    for finding in _findings(file, networks, complete=complete):
        found.setdefault((finding.code, _start(finding)), finding)
    allowed = allows(file.source, _first_declaration(file))
    return tuple(sorted(silence(found.values(), allowed, codes() - {UselessAllow.code}, complete=complete), key=_start))


def codes() -> frozenset[str]:
    """The codes of all lints."""
    return frozenset({one.kind.code for one in lints()} | {UselessAllow.code})


def _findings(file: Written, networks: tuple[Network, ...], *, complete: bool) -> Iterator[Doubt]:
    for one in lints():
        if isinstance(one, FileLint):
            yield from one.run(file) if complete else ()
        else:
            for network in networks:
                yield from one.run(network)


def _start(finding: Doubt) -> int:
    return finding.span.start if finding.span else -1


def _first_declaration(file: Written) -> int:
    content = file.content
    starts = (node.span.start for nodes in (content.imports, content.blocks, content.archs) for node in nodes)
    return min(starts, default=0)
