"""A file as a lint is given it."""

from dataclasses import dataclass
from functools import cached_property

from resnet_dsl.checks.core.usage import Declaration, declarations
from resnet_dsl.checks.core.walk import descendants
from resnet_dsl.ir.nodes import Place
from resnet_dsl.resolve.files import Files
from resnet_dsl.resolve.scope import FileScope
from resnet_dsl.source.file import SourceFile, Span
from resnet_dsl.syntax import tree


@dataclass(frozen=True)
class Written:
    """A file that is checked. Lints speak of this one only, and not of those that it imports."""

    scope: FileScope
    files: Files

    @property
    def source(self) -> SourceFile:
        """The text."""
        return self.scope.source

    @property
    def content(self) -> tree.File:
        """The tree."""
        return self.scope.content

    @cached_property
    def declarations(self) -> tuple[Declaration, ...]:
        """What the file gives names to, and whether anything reads them."""
        return declarations(self.scope, self.files)

    @cached_property
    def offers_blocks(self) -> bool:
        """Whether an arch has a block as the default of a parameter: `-p unit=basic` may then name another."""
        defaults = (item.default for arch in self.content.archs for item in arch.parameters)
        return any(isinstance(one, tree.Name | tree.Function) and one.name in self.scope.blocks for one in defaults)

    @cached_property
    def calls(self) -> dict[Span, tree.Call]:
        """The calls by where they stand."""
        return {node.span: node for node in descendants(self.content) if isinstance(node, tree.Call)}

    def has(self, place: Place | None) -> bool:
        """Whether a place is in this file."""
        return place is not None and place.file == self.source.name

    def span(self, place: Place) -> Span:
        """The stretch of text at a place of this file."""
        return self.source.span((place.line, place.column), (place.end_line, place.end_column))
