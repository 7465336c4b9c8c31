"""JSON Schema of the domain's dataclasses, read from the types that the codec itself decodes by.

Must not repeat a field by hand: what a command takes stands in the domain only.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

Schema = dict[str, Any]
PLACE = "#/components/schemas/"
SCALARS: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Any: {},
    object: {},
}
"""Types that need no name; there is no number with a fraction anywhere."""


class Schemas:
    """The named schemas of one document, collected while types are asked for."""

    def __init__(self) -> None:
        self.named: dict[str, Schema] = {}

    def of(self, hint: Any) -> Schema:
        """Return the schema of a type; dataclasses and enums become named ones."""
        origin, inner = get_origin(hint), get_args(hint)
        if hint in SCALARS:
            return dict(SCALARS[hint])
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(option) for option in inner]}
        if origin is Literal:
            return {"enum": list(inner)}
        if origin is tuple:
            return {"type": "array", "items": self.of(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if isinstance(hint, typing.NewType):
            return self.of(hint.__supertype__)
        return self._name(hint)

    def _name(self, cls: Any) -> Schema:
        if cls.__name__ not in self.named:
            self.named[cls.__name__] = {}  # taken already, for types that hold themselves
            enum = issubclass(cls, Enum)
            made = {"enum": [member.value for member in cls]} if enum else self.object_of(cls)
            self.named[cls.__name__] = made
        return {"$ref": PLACE + cls.__name__}

    def object_of(self, cls: Any, renamed: Mapping[str, str] | None = None) -> Schema:
        """Return the schema of a dataclass itself, with some fields under another name."""
        hints = typing.get_type_hints(cls)
        names = renamed or {}
        fields = dataclasses.fields(cls)
        return {
            "type": "object",
            "description": inspect.getdoc(cls) or "",
            "properties": {names.get(f.name, f.name): self._field(f, hints) for f in fields},
            "required": [names.get(f.name, f.name) for f in fields if _required(f)],
            "additionalProperties": False,
        }

    def _field(self, field: dataclasses.Field[Any], hints: Mapping[str, Any]) -> Schema:
        schema = self.of(hints[field.name])
        if not isinstance(field.default, str | int | bool | None) or "$ref" in schema:
            return schema
        return {**schema, "default": field.default}


def _required(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing
