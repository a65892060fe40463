"""What differs between two networks in meaning: two trees aligned, edits, and what they amount to."""

from resnet_dsl.analysis.difference.diff import diff_archs
from resnet_dsl.analysis.difference.report import Difference

__all__ = ["Difference", "diff_archs"]
