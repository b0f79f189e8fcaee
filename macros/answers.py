"""What an editor types at a question → a value, and a value → what an editor reads. Pure functions.

In: text, and the node of `schema.tree` that was asked. Out: the value; text that cannot be one stays text, for the check to judge.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from macros.read import Place
from macros.records import LONGEST_SLUG
from macros.words import anchor

Node = Mapping[str, Any]
SHOWN = 9  # matches of a search, so that one digit picks one
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


def put(values: dict[str, Any], place: Place, value: Any) -> None:
    """Set a value deep in maps and lists, making what is on the way."""
    here: Any = values
    for part, after in pairwise(place):
        fresh: Any = [] if isinstance(after, int) else {}
        if isinstance(here, list):
            here.extend([fresh] if part == len(here) else [])
            here = here[int(part)]
        else:
            here = here.setdefault(part, fresh)
    if isinstance(here, list) and place[-1] == len(here):
        here.append(value)
    else:
        here[place[-1]] = value


def name_from(text: str) -> str:
    """A proposal for the name of a file: words of the text, as many as fit."""
    name = anchor(text)[: LONGEST_SLUG - 20]
    return name.rsplit("-", 1)[0] if len(anchor(text)) > len(name) else name


def limits(node: Node) -> str:
    if words := node.get("x-woorden"):
        return f"hooguit {words} woorden"
    if node.get("maxLength"):
        least = f"{node['minLength']} tot " if node.get("minLength", 1) > 1 else "hooguit "
        return f"{least}{node['maxLength']} tekens"
    if node.get("maxItems") and node.get("type") == "array" and "prefixItems" not in node:
        inner = limits(node["items"])
        return f"hooguit {node['maxItems']}{f', elk {inner}' if inner else ''}"
    return ""


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {shown(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(shown, value))
    return "" if value is None else str(value)


def search(text: str, names: Mapping[str, str]) -> list[str]:
    """The slugs whose name or slug holds every word of the text."""
    asked = text.lower().split()
    return [slug for slug, name in names.items() if all(word in f"{slug} {name}".lower() for word in asked)][:SHOWN]


def picked(text: str, options: Sequence[Node]) -> str:
    """A number or a label → the slug; anything else stays as it is, for the check to judge."""
    if text.isdigit() and 0 < int(text) <= len(options):
        return str(options[int(text) - 1]["const"])
    return next((str(o["const"]) for o in options if text.lower() == o["title"].lower()), text)


def chosen(text: str, options: Sequence[Node]) -> list[str]:
    """Numbers or labels with commas between → the slugs."""
    return [picked(part.strip(), options) for part in text.split(",") if part.strip()]


def truth(text: str) -> Any:
    return {"j": True, "ja": True, "n": False, "nee": False}.get(text.lower(), text)


def number(text: str) -> Any:
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def numbers(text: str) -> Any:
    return [number(part) for part in re.split(r"[;\s]+|,\s+", text.strip("[] ")) if part]
