"""The JSON Schema of packs: what editors check while somebody writes a rule."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from cleaner.pack_files import FORMAT, HEAD_KEYS, ID_FORM, REQUIRED_KEYS, RULE_KEYS
from cleaner.rule import REPLACING_STAGES, Kind, Pack, Rule
from cleaner.rule_checks import KEYS_OF_KINDS, REQUIRED_OF_KINDS
from cleaner.rule_keys import HEAD_NOTES, RULE_NOTES

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def pack_schema() -> dict[str, Any]:
    """Return the schema: types and keys as the loader has them, what each kind wants, and notes.

    What a pattern must hold beyond being a string only the loader can tell.
    """
    (_, _), parts = msgspec.json.schema_components([Pack, Rule], ref_template="#/$defs/{name}")
    head = _object(parts["Pack"]["properties"], HEAD_KEYS, HEAD_NOTES)
    head["properties"]["format"] = {"const": FORMAT, "description": HEAD_NOTES["format"]}
    head["required"] = ["format", "name", "summary"]
    rule = _object(parts["Rule"]["properties"], RULE_KEYS, RULE_NOTES)
    rule["properties"]["id"]["pattern"] = f"^{ID_FORM.pattern}$"
    rule["required"] = list(REQUIRED_KEYS)
    rule["allOf"] = [_of_kind(kind) for kind in get_args(Kind)]
    return {
        "$schema": _DRAFT,
        "title": "A rule pack of cleaner",
        "type": "object",
        "properties": {"pack": head, "rule": {"type": "array", "items": rule}},
        "required": ["pack"],
        "additionalProperties": False,
        "$defs": {"Seen": parts["Seen"]},
    }


def _object(
    properties: dict[str, Any], keys: tuple[str, ...], notes: dict[str, str]
) -> dict[str, Any]:
    described = {
        key: {**_plain(properties.get(key, {})), "description": notes[key]} for key in keys
    }
    return {"type": "object", "properties": described, "additionalProperties": False}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return ``schema`` as TOML has it: there is no null, and a default need not be said."""
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    kept = {k: v for k, v in schema.items() if k not in ("anyOf", "default")}
    return kept | (options[0] if len(options) == 1 else {"anyOf": options} if options else {})


def _of_kind(kind: str) -> dict[str, Any]:
    """Return what holds for rules of ``kind``: keys that they need, and keys that mean nothing."""
    needed = [key.rstrip("_") for key in REQUIRED_OF_KINDS.get(kind, ())]
    foreign = [key.rstrip("_") for key, kinds in KEYS_OF_KINDS.items() if kind not in kinds]
    then: dict[str, Any] = {"properties": dict.fromkeys(foreign, False)}
    if kind == "words":  # from a list, or said here
        then["properties"]["words"] = {"type": "object"}
        then["anyOf"] = [{"required": ["words"]}, {"required": ["list"]}]
    else:
        then["required"] = needed
    if kind == "replace":
        then["properties"]["stage"] = {"enum": list(REPLACING_STAGES)}
    asked = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    return {"if": asked, "then": then}
