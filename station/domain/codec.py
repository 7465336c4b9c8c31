"""Turns the domain's dataclasses into plain JSON values and back, strictly.

Must not know any particular class, and never guesses: an unknown field, a missing one or a value
of another type is a `Malformed` that names its path. Floats do not exist here.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

T = TypeVar("T")

Plain = Any
"""A JSON value without floats: None, bool, int, str, list, dict with str keys."""

Decoder = Callable[[Plain, str], Any]
_SCALARS = frozenset({str, int, bool, type(None)})
MAX_TEXT = 4_000
"""Longest string accepted from outside; longer than any comment a person writes."""
MAX_ITEMS = 20_000
"""Longest list accepted from outside: an order file of a large hub, with room."""


class Malformed(ValueError):
    """A value that does not have the shape its dataclass declares."""

    def __init__(self, path: str, expected: str, came: object) -> None:
        self.path, self.expected = path, expected
        shown = repr(came)
        self.came = shown if len(shown) <= 120 else shown[:117] + "..."
        super().__init__(f"{path or 'value'}: expected {expected}, got {self.came}")


def to_plain(value: object) -> Plain:
    """Return the JSON value of a dataclass, enum, tuple, dict or scalar; refuse floats."""
    kind: Any = type(value)
    if kind in _SCALARS:
        return value
    if isinstance(value, Enum):
        return value.value
    names = _field_names(kind)
    if names is not None:
        plain = {}
        for name in names:
            item = getattr(value, name)
            plain[name] = item if type(item) in _SCALARS else to_plain(item)
        return plain
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    raise TypeError(f"no JSON form for {type(value).__name__}: {value!r}")


def from_plain(cls: type[T], value: Plain, path: str = "") -> T:
    """Build a `cls` from a JSON value; raise `Malformed` where it does not fit."""
    return typing.cast(T, _dataclass_decoder(typing.cast(Any, cls))(value, path))


@functools.cache
def _field_names(cls: type) -> tuple[str, ...] | None:
    """Return the fields of a dataclass, None for any other class."""
    if not dataclasses.is_dataclass(cls):
        return None
    return tuple(field.name for field in dataclasses.fields(cls))


@functools.cache
def _dataclass_decoder(cls: type) -> Decoder:
    hints = typing.get_type_hints(cls)
    fields = dataclasses.fields(cls)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields}
    required = [
        field.name
        for field in fields
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]

    def decode(value: Plain, path: str) -> Any:
        if not isinstance(value, dict):
            raise Malformed(path, f"an object ({cls.__name__})", value)
        dot = f"{path}." if path else ""
        for name in required:
            if name not in value:
                raise Malformed(dot + name, "a value (it is required)", None)
        taken = {}
        for name, item in value.items():
            decoder = decoders.get(name)
            if decoder is None:
                raise Malformed(dot + str(name), f"one of {', '.join(decoders)}", name)
            taken[name] = decoder(item, dot + name)
        return cls(**taken)

    return decode


def _decoder(hint: Any) -> Decoder:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _union(get_args(hint))
    if origin is Literal:
        return _one_of(get_args(hint))
    if origin is tuple:
        return _many(_decoder(get_args(hint)[0]))
    if origin is dict:
        return _mapping(_decoder(get_args(hint)[1]))
    if hint in (str, int, bool):
        return _scalar(hint)
    if hint in (Any, object):
        return lambda value, path: value
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if isinstance(hint, typing.NewType):
        return _decoder(hint.__supertype__)
    if dataclasses.is_dataclass(hint):
        shape: Any = hint
        return lambda value, path: _dataclass_decoder(shape)(value, path)
    raise TypeError(f"no decoder for {hint!r}")


def _scalar(kind: type) -> Decoder:
    words = {str: "text", int: "a whole number", bool: "true or false"}[kind]

    def decode(value: Plain, path: str) -> Any:
        if type(value) is not kind:
            raise Malformed(path, words, value)
        if isinstance(value, str) and len(value) > MAX_TEXT:
            raise Malformed(path, f"at most {MAX_TEXT} characters", f"{len(value)} characters")
        return value

    return decode


def _one_of(choices: tuple[Any, ...]) -> Decoder:
    def decode(value: Plain, path: str) -> Any:
        if value not in choices or isinstance(value, bool):
            raise Malformed(path, f"one of {', '.join(map(str, choices))}", value)
        return value

    return decode


def _enum(kind: type[Enum]) -> Decoder:
    def decode(value: Plain, path: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            choices = ", ".join(str(member.value) for member in kind)
            raise Malformed(path, f"one of {choices}", value) from None

    return decode


def _many(item: Decoder) -> Decoder:
    def decode(value: Plain, path: str) -> Any:
        if not isinstance(value, list):
            raise Malformed(path, "a list", value)
        if len(value) > MAX_ITEMS:
            raise Malformed(path, f"at most {MAX_ITEMS} items", f"{len(value)} items")
        return tuple(item(entry, f"{path}[{number}]") for number, entry in enumerate(value))

    return decode


def _mapping(item: Decoder) -> Decoder:
    def decode(value: Plain, path: str) -> Any:
        if not isinstance(value, dict):
            raise Malformed(path, "an object", value)
        return {str(key): item(entry, f"{path}.{key}") for key, entry in value.items()}

    return decode


def _union(options: tuple[Any, ...]) -> Decoder:
    nullable = type(None) in options
    forms = [(_names(option), _decoder(option)) for option in options if option is not type(None)]
    if nullable and len(forms) == 1:
        only = forms[0][1]
        return lambda value, path: None if value is None else only(value, path)

    def decode(value: Plain, path: str) -> Any:
        if value is None and nullable:
            return None
        problem: Malformed | None = None
        closest = (-1, -1)
        for names, decoder in forms:
            try:
                return decoder(value, path)
            except Malformed as error:
                # The complaint is about the form that was meant: most names in common, then depth.
                common = len(names & value.keys()) if isinstance(value, dict) else 0
                near = (common, error.path.count("."))
                if near > closest:
                    problem, closest = error, near
        raise problem or Malformed(path, "null", value)

    return decode


def _names(option: Any) -> frozenset[str]:
    if not isinstance(option, type) or not dataclasses.is_dataclass(option):
        return frozenset()
    return frozenset(field.name for field in dataclasses.fields(option))
