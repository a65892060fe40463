"""The IR as JSON, and back to an equal IR; its JSON schema; what pydantic says to a network."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from resnet_dsl.ir.nodes import Arch
from resnet_dsl.ir.validated import sound


class BadIr(ValueError):
    """What is no IR; the message says where and why."""


@cache
def _adapter() -> TypeAdapter[Arch]:
    return TypeAdapter(Arch)


def to_json(arch: Arch) -> str:
    """The IR as indented JSON."""
    return _adapter().dump_json(arch, indent=1).decode()


def from_json(text: str) -> Arch:
    """The IR of a JSON text. Raises `BadIr`."""
    try:
        return sound(_adapter().validate_json(text))
    except ValidationError as error:
        raise _bad(error) from None


def check(arch: Arch) -> Arch:
    """A network that was made by hand, with lists as tuples and the like. Raises `BadIr`."""
    try:
        return sound(_adapter().validate_python(arch))
    except ValidationError as error:
        raise _bad(error) from None


def _bad(error: ValidationError) -> BadIr:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return BadIr(f"not an IR at `{place}`: {first['msg']}")


def schema() -> dict[str, Any]:
    """The JSON schema of the IR, of the ops of this package and those installed beside it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | _adapter().json_schema()


def schema_text() -> str:
    """The schema as it is kept in `docs/`."""
    return json.dumps(schema(), indent=1) + "\n"
