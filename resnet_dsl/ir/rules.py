"""How ops, shapes and values go to JSON and back: what pydantic is told of the fields of IR nodes."""

from dataclasses import MISSING
from typing import Any

from pydantic import BeforeValidator, GetJsonSchemaHandler, PlainSerializer
from pydantic_core import CoreSchema

from resnet_dsl.ops.core.deferred import Deferred
from resnet_dsl.ops.core.kinds import Rejected, Size
from resnet_dsl.ops.core.op import Op, OpError, kind_of, parameters_of
from resnet_dsl.ops.core.registry import find_op, op_names, want_all
from resnet_dsl.ops.core.shape import Shape


def to_plain(value: Any) -> Any:
    """A value of the language as JSON has it."""
    if isinstance(value, Deferred):
        return {"deferred": to_plain(value.tree)}
    if isinstance(value, Size):
        return {"size": list(value)}
    return [to_plain(member) for member in value] if isinstance(value, tuple) else value


def from_plain(value: Any) -> Any:
    """A value of the language from JSON."""
    if isinstance(value, dict) and "size" in value:
        return Size(value["size"])
    if isinstance(value, dict):
        return Deferred(from_plain(value["deferred"]))
    if isinstance(value, Size):
        return value
    return tuple(map(from_plain, value)) if isinstance(value, list | tuple) else value


def _op_from(data: Any) -> Op:
    if isinstance(data, Op):
        return data
    if not isinstance(data, dict) or "op" not in data:
        raise ValueError("an op is an object with its name under `op`")
    op = find_op(data["op"])
    if op is None:
        want_all()
        raise ValueError(f"unknown op `{data['op']}`")
    arguments = {key: from_plain(value) for key, value in data.items() if key != "op"}
    return make_op(op, arguments)


def make_op(op: type[Op], arguments: dict[str, Any]) -> Op:
    """An op of checked arguments. Raises `ValueError`."""
    items = parameters_of(op)
    unknown = arguments.keys() - items.keys()
    if unknown:
        raise ValueError(f"`{op.name}` has no parameter `{min(unknown)}`")
    try:
        checked = {
            key: value if value is None and items[key].default is None else kind_of(items[key])(value)
            for key, value in arguments.items()
        }
        return op(**checked)
    except (Rejected, OpError, TypeError) as error:
        raise ValueError(f"`{op.name}`: {error}") from None


def _op_to(op: Op) -> dict[str, Any]:
    return {"op": op.name} | {key: _argument_to(value) for key, value in op.arguments().items()}


def _argument_to(value: Any) -> Any:
    return list(value) if isinstance(value, Size) else to_plain(value)


class _OpSchema:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        ops = [find_op(name) for name in op_names()]
        return {"oneOf": [_op_schema(op) for op in ops if op is not None]}


def _op_schema(op: type[Op]) -> dict[str, Any]:
    items = parameters_of(op)
    properties: dict[str, Any] = {"op": {"const": op.name}}
    for name, item in items.items():
        schema = dict(kind_of(item).schema)
        properties[name] = {"anyOf": [schema, {"type": "null"}]} if item.default is None else schema
    required = ["op", *(name for name, item in items.items() if item.default is MISSING)]
    return {
        "type": "object",
        "title": op.name,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _shape_from(data: Any) -> Shape:
    return data if isinstance(data, Shape) else Shape(tuple(data), tuple(data.values()))


def _shape_to(shape: Shape) -> dict[str, int]:
    return dict(zip(shape.names, shape.sizes, strict=True))


class _ShapeSchema:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}


class _ValueSchema:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {}


OP = (BeforeValidator(_op_from), PlainSerializer(_op_to), _OpSchema())
SHAPE = (BeforeValidator(_shape_from), PlainSerializer(_shape_to), _ShapeSchema())
VALUE = (BeforeValidator(from_plain), PlainSerializer(to_plain), _ValueSchema())
