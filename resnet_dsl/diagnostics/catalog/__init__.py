"""All kinds of finding, a file a stage. The docstring of each is its long explanation.

It ends with two fences: the smallest mistake that is answered so, and its repair. Tests run both.
"""

from resnet_dsl.diagnostics.catalog.claims import FailedClaim
from resnet_dsl.diagnostics.catalog.embedding import NotContained, UnequalFunctions
from resnet_dsl.diagnostics.catalog.files import BadImport, EmptyFile, ForeignFile, MissingFile, UnreadableFile
from resnet_dsl.diagnostics.catalog.limits import OverLimit
from resnet_dsl.diagnostics.catalog.names import (
    AmbiguousArch,
    CircularCall,
    DoubleName,
    Misplaced,
    UnknownName,
    UnknownParameter,
)
from resnet_dsl.diagnostics.catalog.orders import BadOrder, BadShortcut, OrderWithoutPlus
from resnet_dsl.diagnostics.catalog.shapes import BadShape, UnequalShapes
from resnet_dsl.diagnostics.catalog.syntax import StrayCharacter, SyntaxSlip, Unclosed
from resnet_dsl.diagnostics.catalog.values import BadArithmetic, LeftOverArgument, MissingArgument, WrongKind
from resnet_dsl.diagnostics.catalog.weights import (
    DamagedWeights,
    FailedDownload,
    NoWeights,
    OtherParameters,
    UnfitWeights,
    UnknownWeights,
    UnreadableWeights,
    UnsafeWeights,
)

__all__ = [
    "AmbiguousArch",
    "BadArithmetic",
    "BadImport",
    "BadOrder",
    "BadShape",
    "BadShortcut",
    "CircularCall",
    "DamagedWeights",
    "DoubleName",
    "EmptyFile",
    "FailedClaim",
    "FailedDownload",
    "ForeignFile",
    "LeftOverArgument",
    "Misplaced",
    "MissingArgument",
    "MissingFile",
    "NoWeights",
    "NotContained",
    "OrderWithoutPlus",
    "OtherParameters",
    "OverLimit",
    "StrayCharacter",
    "SyntaxSlip",
    "Unclosed",
    "UnequalFunctions",
    "UnequalShapes",
    "UnfitWeights",
    "UnknownName",
    "UnknownParameter",
    "UnknownWeights",
    "UnreadableFile",
    "UnreadableWeights",
    "UnsafeWeights",
    "WrongKind",
]
