"""A declarative language for neural network architectures, and its compiler.

    import resnet_dsl as rd

    arch = rd.load("resnet50", classes=10)
    model = rd.build(arch)
    print(rd.summary(arch))

Nothing is imported before it is used: `import resnet_dsl` loads neither a parser nor torch. In a notebook it lets
networks show themselves; `%load_ext resnet_dsl` adds the magics.
"""

import sys
from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = [
    "Arch",
    "ArchError",
    "FreshHeadWarning",
    "TrainingError",
    "UnstatedWeightsWarning",
    "__version__",
    "build",
    "check",
    "compare",
    "diff",
    "draw",
    "draw_diff",
    "embed",
    "emit",
    "format_text",
    "load",
    "loads",
    "summary",
    "sweep",
    "table1",
    "train",
]

_HOMES = {
    "Arch": "resnet_dsl.ir.nodes",
    "ArchError": "resnet_dsl.diagnostics.error",
    "FreshHeadWarning": "resnet_dsl.weights",
    "UnstatedWeightsWarning": "resnet_dsl.weights",
    "build": "resnet_dsl.weights",
    "check": "resnet_dsl.pipeline.check",
    "compare": "resnet_dsl.pipeline.compare",
    "diff": "resnet_dsl.pipeline.diff",
    "draw": "resnet_dsl.pipeline.picture",
    "draw_diff": "resnet_dsl.pipeline.diff_picture",
    "embed": "resnet_dsl.embedding",
    "emit": "resnet_dsl.pipeline.emit",
    "load_ipython_extension": "resnet_dsl.notebook",
    "format_text": "resnet_dsl.formatter",
    "load": "resnet_dsl.pipeline.load",
    "loads": "resnet_dsl.pipeline.load",
    "summary": "resnet_dsl.pipeline.summary",
    "sweep": "resnet_dsl.training.sweep",
    "table1": "resnet_dsl.pipeline.table1",
    "train": "resnet_dsl.training",
    "TrainingError": "resnet_dsl.training",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if hasattr(sys.modules.get("IPython"), "get_ipython"):
    import_module("resnet_dsl.notebook.display").show_networks(sys.modules["IPython"].get_ipython())
