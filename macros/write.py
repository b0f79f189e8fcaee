"""Plain values of one record → the text of its YAML file, always in the same form: the order of the model, one way of quoting.

In: the kind of record and its values, as a form or a command has them. Out: text that `read.py` reads back as the same values.
"""

import datetime
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml
from pydantic import BaseModel

from macros.model import SLUG
from macros.read import reads_as_text
from macros.records import COLLECTIONS

FIRST_LINE = "# yaml-language-server: $schema=../../data/schema/les.schema.json\n"  # what an editor program completes and checks by
WIDTH = 150  # where a long text goes on on the next line
LONG = 110  # from how many characters a text gets lines of its own
_IN_ONE_LINE = 100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_yaml(kind: str, values: Mapping[str, Any]) -> str:
    """The text of the file of one record of `records.COLLECTIONS`.

    Empty fields are left out; fields that the model does not know come last, so that nothing is lost. A text at the place of a date
    becomes a date when it can be one.
    """
    head = FIRST_LINE if kind == "lessen" else ""
    return head + yaml.dump(
        canonical(COLLECTIONS[kind], values),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
        default_flow_style=False,
    )


def canonical(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the order of the model, without what is empty, with dates as dates."""
    schema = _schema_of(model)
    found: dict[str, Any] = _ordered(schema, schema, values)
    if isinstance(steps := found.get("stappen"), dict) and isinstance(audiences := found.get("voor"), list):
        found["stappen"] = {name: steps[name] for name in (*audiences, *steps) if name in steps}
    return found


@cache
def _schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema()


def _ordered(node: Mapping[str, Any], schema: Mapping[str, Any], value: Any) -> Any:
    node = resolved(node, schema)
    if isinstance(value, Mapping):
        order = [*node.get("properties", {})]
        names = sorted(value, key=lambda name: order.index(name) if name in order else len(order))
        inner = {
            name: _ordered(
                node.get("properties", {}).get(name, node.get("additionalProperties") or {}), schema, value[name]
            )
            for name in names
        }
        return {name: found for name, found in inner.items() if not _empty(found)}
    if isinstance(value, list | tuple):
        found = [_ordered(node.get("items", {}), schema, item) for item in value]
        return [item for item in found if not _empty(item)]
    if isinstance(value, str):
        value = value.strip()
        return _date(value) if node.get("format") == "date" and _DAY.fullmatch(value) else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, list | dict) and not value)


def _date(text: str) -> datetime.date | str:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


def resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """One node of a JSON Schema without its references and without the option that it may be left out."""
    while True:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in node:
            node = next(option for option in node["anyOf"] if option.get("type") != "null")
        else:
            return node


class _Dumper(yaml.SafeDumper):
    """Block style with indented lists; short lists of names on one line; no anchors; text as the reader wants it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def write_plain(self, text: str, split: bool = True) -> None:
        super().write_plain(text, False)

    def write_single_quoted(self, text: str, split: bool = True) -> None:
        super().write_single_quoted(text, False)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        super().write_double_quoted(text, False)


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = None
    if len(value) > LONG or "\n" in value:
        style = ">"
    elif not reads_as_text(value):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _truth(dumper: _Dumper, value: bool) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:bool", "ja" if value else "nee")


def _list(dumper: _Dumper, value: list[Any]) -> yaml.SequenceNode:
    small = all(not isinstance(v, str) or SLUG.fullmatch(v) for v in value) and not any(
        isinstance(v, dict | list) for v in value
    )
    in_one_line = small and len(", ".join(map(str, value))) <= _IN_ONE_LINE
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=in_one_line)


_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("ja|nee"), ["j", "n"])
_Dumper.add_representer(str, _text)
_Dumper.add_representer(bool, _truth)
_Dumper.add_representer(list, _list)
