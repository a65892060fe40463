"""The IR as JSON."""

from resnet_dsl.backends.core.backend import Backend
from resnet_dsl.ir.serialise import to_json

BACKENDS = (Backend("ir", (".json",), "the intermediate representation as JSON", to_json),)
