"""The IR as JSON."""

from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.backends.core.later import later

BACKENDS = (
    Backend(
        "ir",
        (".json",),
        "the intermediate representation as JSON",
        later("resnet_dsl.ir.serialise", "to_json"),
    ),
)
