"""All kinds of finding, by stage. The docstring of each is its long explanation."""

from dataclasses import dataclass

from resnet_dsl.diagnostics.diagnostic import Finding

# E01: reading files


@dataclass(frozen=True, kw_only=True)
class MissingFile(Finding):
    """No file stands at the path given, or no bundled network has the name given."""

    code = "E0101"


@dataclass(frozen=True, kw_only=True)
class UnreadableFile(Finding):
    """The path is a folder, may not be read, is larger than a spec may be, or does not hold UTF-8 text."""

    code = "E0102"


@dataclass(frozen=True, kw_only=True)
class EmptyFile(Finding):
    """The file holds no block and no arch, so there is nothing to compile."""

    code = "E0103"


@dataclass(frozen=True, kw_only=True)
class BadImport(Finding):
    """An import names a file that does not exist, that lies outside the allowed folders, or that imports itself.

    Imports are looked up beside the importing file, then in the folders given with `-I`, then among the bundled
    specs, and never anywhere else.
    """

    code = "E0104"


@dataclass(frozen=True, kw_only=True)
class ForeignFile(Finding):
    """The file has the extension `.arch`, and is of another tool."""

    code = "E0105"


# E02: syntax


@dataclass(frozen=True, kw_only=True)
class SyntaxSlip(Finding):
    """The text does not follow the grammar at this place."""

    code = "E0201"


@dataclass(frozen=True, kw_only=True)
class StrayCharacter(Finding):
    """A character that begins nothing in the language."""

    code = "E0202"


@dataclass(frozen=True, kw_only=True)
class Unclosed(Finding):
    """A brace, parenthesis, bracket or string is opened and never closed."""

    code = "E0203"


# E03: names and calls


@dataclass(frozen=True, kw_only=True)
class UnknownName(Finding):
    """A name that is no parameter, block, op, label or function known at this place."""

    code = "E0301"


@dataclass(frozen=True, kw_only=True)
class UnknownParameter(Finding):
    """An argument names a parameter that the op, block or arch does not have."""

    code = "E0302"


@dataclass(frozen=True, kw_only=True)
class MissingArgument(Finding):
    """A parameter without a default was given no argument."""

    code = "E0303"


@dataclass(frozen=True, kw_only=True)
class LeftOverArgument(Finding):
    """An argument that no parameter takes: one too many, a size, or a stride where none is wanted."""

    code = "E0304"


@dataclass(frozen=True, kw_only=True)
class WrongKind(Finding):
    """A value is of another kind than the parameter, operator or statement takes, or out of its range."""

    code = "E0305"


@dataclass(frozen=True, kw_only=True)
class DoubleName(Finding):
    """Two things in one scope have the same name: members of a module, blocks, parameters, labels."""

    code = "E0306"


@dataclass(frozen=True, kw_only=True)
class CircularCall(Finding):
    """Blocks that call each other in a circle, or an arch that extends itself, would never end."""

    code = "E0307"


@dataclass(frozen=True, kw_only=True)
class BadArithmetic(Finding):
    """An expression has no value: a division by zero, an index out of range, a number too large."""

    code = "E0308"


@dataclass(frozen=True, kw_only=True)
class Misplaced(Finding):
    """A statement stands where it has no meaning, or a directive is given twice."""

    code = "E0309"


@dataclass(frozen=True, kw_only=True)
class AmbiguousArch(Finding):
    """One network is wanted, and the file holds several archs, or none.

    Name one behind a colon: `nets.arch:small`. Several archs in one file are no mistake by themselves: `check` takes
    them all.
    """

    code = "E0310"


# E04: shapes


@dataclass(frozen=True, kw_only=True)
class BadShape(Finding):
    """An op cannot take the shape that reaches it."""

    code = "E0401"


@dataclass(frozen=True, kw_only=True)
class UnequalShapes(Finding):
    """The arms of a join or the two paths of a residual end in shapes that do not go together."""

    code = "E0402"


# E05: order and residual


@dataclass(frozen=True, kw_only=True)
class OrderWithoutPlus(Finding):
    """A residual needs to know where it adds, and the order in force has no `+`."""

    code = "E0501"


@dataclass(frozen=True, kw_only=True)
class BadOrder(Finding):
    """An order must name `conv` once, and otherwise ops that keep the shape."""

    code = "E0502"


@dataclass(frozen=True, kw_only=True)
class BadShortcut(Finding):
    """A shortcut cannot be made as the file says: an identity where the shape changes, a path that does not fit."""

    code = "E0503"


# E06: claims


@dataclass(frozen=True, kw_only=True)
class FailedClaim(Finding):
    """An `assert` does not hold for the network at its default parameters and input."""

    code = "E0601"


# E07: limits


@dataclass(frozen=True, kw_only=True)
class OverLimit(Finding):
    """The file goes past a limit that keeps a stranger's file from exhausting the machine."""

    code = "E0701"
