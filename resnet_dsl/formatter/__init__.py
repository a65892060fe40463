"""From a text to its canonical layout. Meaning, comments and blank-line groups stay."""

from resnet_dsl.formatter.format import format_text

__all__ = ["format_text"]
