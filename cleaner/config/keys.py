"""The keys of a configuration: a value as TOML gives it in, a checked one out, or an error."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from cleaner.errors import SettingsError, did_you_mean

Kind: TypeAlias = Literal["text", "switch", "number", "list", "table", "tables"]
WANTED: dict[Kind, str] = {
    "text": "a string",
    "switch": "true or false",
    "number": "a number",
    "list": "a list of strings",
    "table": "a table",
    "tables": "a list of tables",
}
_ITEMS = {
    str: ("a string", "write it between quotes"),
    dict: ("a table", 'write { key = "value" }'),
}


class Key(NamedTuple):
    """One key: what it takes, what holds without it, and how it is written, as TOML.

    ``adds_up``: a nearer layer adds to the farther ones instead of replacing them.
    ``in_overrides``: it may differ from file to file.
    """

    name: str
    kind: Kind
    default: str
    example: str
    summary: str
    adds_up: bool = False
    in_overrides: bool = False

    @property
    def field(self) -> str:
        """The name in ``Settings`` and ``FileConfig``."""
        return self.name.replace("-", "_")


KEYS: tuple[Key, ...] = (
    Key(
        "profile",
        "text",
        '"default"',
        '"minimal"',
        'What runs: "default"; "minimal" (encoding and characters); "ftfy" (that library alone).',
        in_overrides=True,
    ),
    Key(
        "packs",
        "list",
        "[]",
        '["rules/my-site.toml"]',
        "Rule packs of your own: files and patterns relative to this file, installed:NAME.",
        adds_up=True,
        in_overrides=True,
    ),
    Key(
        "select",
        "list",
        "[]",
        '["news-id", "names"]',
        "Only these rules: ids, packs or id prefixes; empty for those that are on by default.",
        in_overrides=True,
    ),
    Key(
        "ignore",
        "list",
        "[]",
        '["id-related-news"]',
        "All but these rules.",
        adds_up=True,
        in_overrides=True,
    ),
    Key(
        "extend-select",
        "list",
        "[]",
        '["news-en"]',
        "These rules as well.",
        adds_up=True,
        in_overrides=True,
    ),
    Key(
        "unsafe",
        "switch",
        "false",
        "true",
        "Apply what is otherwise only proposed.",
        in_overrides=True,
    ),
    Key(
        "lang",
        "text",
        '""',
        '"id"',
        "The language of all texts; empty for a verdict on each.",
        in_overrides=True,
    ),
    Key(
        "encoding",
        "text",
        '""',
        '"windows-1252"',
        "The codec of all texts; empty for what the bytes of each tell.",
        in_overrides=True,
    ),
    Key(
        "keep-encoding",
        "switch",
        "false",
        "true",
        "Write a text in the codec that it was read in; otherwise what changes becomes UTF-8.",
        in_overrides=True,
    ),
    Key(
        "strip",
        "list",
        "[]",
        '["metadata"]',
        'Remove what is otherwise flagged and kept: "metadata" (bylines, datelines, captions).',
        adds_up=True,
        in_overrides=True,
    ),
    Key(
        "max-removed",
        "number",
        "0.3",
        "0.5",
        "The share of a text's sentences that line rules may remove, 0 to 1; above it the text is left alone.",
        in_overrides=True,
    ),
    Key(
        "exclude",
        "list",
        "[]",
        '["arsip/", "*.log"]',
        "Leave these files out: patterns as in .gitignore, relative to this file.",
        adds_up=True,
    ),
    Key(
        "force-exclude",
        "switch",
        "false",
        "true",
        "Leave them out also where they are named on the command line, as pre-commit does.",
    ),
    Key(
        "respect-gitignore",
        "switch",
        "true",
        "false",
        "Leave out what git ignores when folders are walked.",
    ),
    Key(
        "baseline",
        "text",
        '""',
        '"cleaner-baseline.json"',
        "Report only what this file does not hold already, relative to this file; empty for none.",
    ),
    Key(
        "required-version",
        "text",
        '""',
        '">=0.1"',
        "Versions of cleaner that may use this file; empty for any.",
    ),
    Key(
        "extend",
        "text",
        '""',
        '"../cleaner.toml"',
        "Another configuration to build on, relative to this file; empty for none.",
    ),
    Key(
        "safety",
        "table",
        "{}",
        '{ id-related-news = "flag" }',
        'Rules, packs or id prefixes that are "safe" (applied), "unsafe" (proposed) or "flag" here.',
        adds_up=True,
        in_overrides=True,
    ),
    Key(
        "overrides",
        "tables",
        "[]",
        '[{ files = ["en/"], lang = "en" }]',
        "Other settings for files that match a pattern; of several that match, later ones count more.",
    ),
    Key(
        "allow",
        "tables",
        "[]",
        '[{ rule = "id-source-label", text = "Sumber" }]',
        "A finding that is right as it stands: its rule, and the text or the files where it is.",
        adds_up=True,
    ),
)
BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}


def check_keys(table: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    """Raise ``SettingsError`` for the first key of ``table`` that is none of ``known``."""
    for name in table:
        if name not in known:
            spelt = name.replace("_", "-")
            near = f'did you mean "{spelt}"?' if spelt in known else did_you_mean(name, known)
            remedy = near or "keys are " + ", ".join(known)
            raise SettingsError(where, f"unknown key {quoted(name)}", remedy)


def check_value(key: Key, value: object, where: str) -> object:
    """Return ``value`` with lists as tuples; raise ``SettingsError`` if it is of another kind.

    >>> check_value(BY_NAME["ignore"], ["a", "b"], "cleaner.toml: ignore")
    ('a', 'b')
    """
    if key.kind == "tables" and isinstance(value, list):
        _check_items(value, dict, where)
    elif not _is_kind(value, key.kind):
        what = f"wants {WANTED[key.kind]}, found {describe(value)}"
        raise SettingsError(where, what, f"write {key.name} = {key.example}")
    return check_list(value, where) if isinstance(value, list) and key.kind == "list" else value


def check_list(items: Sequence[object], where: str) -> tuple[str, ...]:
    """Return ``items`` if they are strings and none is empty; raise ``SettingsError`` otherwise."""
    _check_items(items, str, where)
    strings = tuple(map(str, items))
    for number, item in enumerate(strings, 1):
        if not item.strip():
            raise SettingsError(where, f"item {number} is empty", "drop it")
    return strings


def _check_items(
    items: Sequence[object], kind: type[str] | type[dict[str, Any]], where: str
) -> None:
    wanted, remedy = _ITEMS[kind]
    for number, item in enumerate(items, 1):
        if not isinstance(item, kind):
            what = f"item {number} wants {wanted}, found {describe(item)}"
            raise SettingsError(where, what, remedy)


def _is_kind(value: object, kind: Kind) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "switch":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "list":
            return isinstance(value, list)
        case "table":
            return isinstance(value, dict)
        case "tables":
            return isinstance(value, list)


def describe(value: object) -> str:
    """Return what a person calls a value of TOML.

    >>> describe(True), describe(3), describe("ya"), describe([]), describe({})
    ('true', 'the number 3', 'the string "ya"', 'a list', 'a table')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the string {quoted(value)}"
    if isinstance(value, list):
        return "a list"
    return "a table" if isinstance(value, dict) else "a date or time"


def quoted(text: str) -> str:
    """Return ``text`` between quotes on one line, cut short where it is long."""
    return json.dumps(text if len(text) <= 60 else text[:59] + "…", ensure_ascii=False)
