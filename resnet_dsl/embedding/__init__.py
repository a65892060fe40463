"""Networks in larger ones that compute the same: nested function classes, carried out.

Plans are made from two networks without torch; only writing and comparing weights loads it.
"""

from resnet_dsl.embedding.embed import Embedded, embed

__all__ = ["Embedded", "embed"]
