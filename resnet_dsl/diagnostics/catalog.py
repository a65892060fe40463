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


# E08: weights


@dataclass(frozen=True, kw_only=True)
class UnknownWeights(Finding):
    """No weights have the name given.

    A bare name, such as `IMAGENET1K_V2`, means weights that the arch itself states in a line `weights`. Weights of
    torchvision that it does not state are given by their full name, `ResNet50_Weights.IMAGENET1K_V2`, and a file by
    its path: with a `/`, or ending in `.pth`, `.pt`, `.bin` or `.safetensors`.
    """

    code = "E0801"


@dataclass(frozen=True, kw_only=True)
class UnreadableWeights(Finding):
    """The file of the weights does not exist, is a folder, or may not be read."""

    code = "E0802"


@dataclass(frozen=True, kw_only=True)
class DamagedWeights(Finding):
    """The file of the weights is not what it should be: truncated, of another kind, or with another hash.

    The names of published files carry the beginning of the SHA-256 of what is in them. It is compared when a file is
    downloaded, and again whenever it is taken from the cache.
    """

    code = "E0803"


@dataclass(frozen=True, kw_only=True)
class UnsafeWeights(Finding):
    """The file is a pickle that wants more than tensors, and unpickling anything else could run code of its author.

    Such files are never opened. Whoever trusts one can load it with `torch.load(path, weights_only=False)`, and save
    its tensors with `torch.save(model.state_dict(), path)` or as `.safetensors`.
    """

    code = "E0804"


@dataclass(frozen=True, kw_only=True)
class FailedDownload(Finding):
    """Published weights could not be fetched, or not be written into the cache. Nothing of them is kept there."""

    code = "E0805"


@dataclass(frozen=True, kw_only=True)
class NoWeights(Finding):
    """The file was read, and does not hold tensors by name.

    Taken are a dictionary of tensors, as `model.state_dict()` is, and one that has it under `state_dict`,
    `model_state_dict` or `model`.
    """

    code = "E0806"


@dataclass(frozen=True, kw_only=True)
class UnfitWeights(Finding):
    """The tensors of the file are not those of the network: by name, by shape, or by the kind of their numbers.

    Three differences are none: another number of `classes` that was asked for leaves the last layers fresh, with a
    warning; heads of side results that the network was built without are left out; and a file from before
    `num_batches_tracked` has none of these counters. Anything else would be a model of which a part is random.
    """

    code = "E0807"


@dataclass(frozen=True, kw_only=True)
class OtherParameters(Finding):
    """A network that is loaded already has other parameters than its published weights were trained with.

    `build` sets them itself where it is given the spec, and cannot change a network that is loaded.
    """

    code = "E0808"
