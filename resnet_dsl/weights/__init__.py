"""Weights of networks: published ones and files, checked against the spec before anything is loaded.

Nothing of this loads torch before weights are asked for.
"""

from resnet_dsl.weights.build import build
from resnet_dsl.weights.notices import FreshHeadWarning, UnstatedWeightsWarning

__all__ = ["FreshHeadWarning", "UnstatedWeightsWarning", "build"]
