"""From a spec to what is made of it: the Python API, which the command line calls too. No torch until `build`."""

from resnet_dsl.pipeline.check import check
from resnet_dsl.pipeline.forms import build, emit, summary
from resnet_dsl.pipeline.load import load, loads
from resnet_dsl.pipeline.picture import Picture, draw

__all__ = ["Picture", "build", "check", "draw", "emit", "load", "loads", "summary"]
