"""Pack files read for the first time: TOML in, a checked pack out, or an error that names the key."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleaner.errors import PackError, did_you_mean
from cleaner.rule import Pack, Rule
from cleaner.rule_checks import check_rule
from cleaner.word_lists import load_word_list

FORMAT = 1
Decoded = TypeVar("Decoded", Pack, Rule)
HEAD_KEYS = ("format", "name", "summary", "languages", "licence", "sources", "default")
RULE_KEYS = tuple(
    field.encode_name for field in msgspec.structs.fields(Rule) if field.name != "pack"
)
REQUIRED_KEYS = ("id", "kind", "safety", "why", "source", "examples", "keep")
ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def load_pack_file(path: Path, data: bytes) -> Pack:
    """Return the pack that ``data``, read from ``path``, says; its word lists are not read yet.

    Raises ``PackError``.
    """
    where = str(path)
    table = _parse_table(where, data)
    head = table.pop("pack", None)
    entries = table.pop("rule", [])
    for key in table:
        raise PackError(where, f'unknown table "{key}"', "a pack has [pack] and [[rule]] entries")
    if not isinstance(entries, list):
        raise PackError(where, "rule is no list of tables", "write each rule as [[rule]]")
    if not isinstance(head, dict):
        raise PackError(where, "no [pack] table", 'begin with [pack], format = 1, name = "..."')
    _check_keys(f"{where}: [pack]", head, HEAD_KEYS, ("format", "name", "summary"))
    if head["format"] != FORMAT:
        raise PackError(
            where, f"format {head['format']!r} is unknown", f"this version reads {FORMAT}"
        )
    fields = {key: value for key, value in head.items() if key != "format"}
    fields |= {"path": where, "digest": hashlib.sha256(data).hexdigest(), "rules": ()}
    pack = _convert(fields, Pack, f"{where}: [pack]")
    rules = tuple(_load_rule(path, head, number, entry) for number, entry in enumerate(entries, 1))
    _check_ids(where, rules)
    return msgspec.structs.replace(pack, rules=rules)


def _check_ids(where: str, rules: Sequence[Rule]) -> None:
    known: set[str] = set()
    for rule in rules:
        if rule.id in known:
            raise PackError(where, f'rule id "{rule.id}" is taken by {where}', "choose another")
        known.add(rule.id)


def load_lists(path: Path, pack: Pack, data: bytes, lists: Mapping[str, bytes]) -> Pack:
    """Return ``pack`` with its word lists in it; they count in its digest.

    ``data`` is what the file at ``path`` holds, ``lists`` what its lists hold, by name. Raises
    ``PackError``.
    """
    digest = hashlib.sha256(data)
    rules = []
    for rule in pack.rules:
        if rule.list is not None:
            listed = load_word_list(path.parent / rule.list, lists[rule.list])
            digest.update(repr(sorted(listed.items())).encode())
            rule = msgspec.structs.replace(rule, words=listed)
            check_rule(rule, f'{path}: rule "{rule.id}"')
        rules.append(rule)
    return msgspec.structs.replace(pack, rules=tuple(rules), digest=digest.hexdigest())


def _parse_table(where: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except UnicodeDecodeError as error:
        raise PackError(where, f"byte {error.start} is no UTF-8", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise PackError(where, f"no TOML: {error}", "mend the line it names") from error
    except RecursionError as error:
        raise PackError(where, "no TOML: nested too deep", "write it flat") from error


def _load_rule(path: Path, head: Mapping[str, Any], number: int, entry: Any) -> Rule:
    where = f"{path}: rule {number}"
    if not isinstance(entry, dict):
        raise PackError(where, "is no table", "write it as a [[rule]] entry")
    if isinstance(entry.get("id"), str):
        where = f'{path}: rule "{entry["id"]}"'
    _check_keys(where, entry, RULE_KEYS, REQUIRED_KEYS)
    for key in ("seen", "checked"):
        if isinstance(entry.get(key), dict):
            _check_keys(f"{where}: {key}", entry[key], ("lines", "wrong", "corpus"), ())
    fields = {"languages": head.get("languages", []), **entry, "pack": head["name"]}
    rule = _convert(fields, Rule, where)
    if not ID_FORM.fullmatch(rule.id):
        raise PackError(where, "id is no lower-case-words-with-hyphens", "rename it")
    if rule.list is not None and rule.words:
        raise PackError(where, "has both words and list", "keep one of them")
    if rule.list is None:
        check_rule(rule, where)
    # A label inside a sentence is spoken of, whatever comes after it.
    return msgspec.structs.replace(rule, apart=True) if rule.kind == "label" else rule


def _check_keys(
    where: str, table: Mapping[str, Any], known: Sequence[str], required: Sequence[str]
) -> None:
    for key in table:
        if key not in known:
            remedy = did_you_mean(key, known) or "keys are " + ", ".join(known)
            raise PackError(where, f'unknown key "{key}"', remedy)
    for key in required:
        if key not in table:
            raise PackError(where, f'key "{key}" is missing', "add it")


def _convert(fields: Mapping[str, Any], kind: type[Decoded], where: str) -> Decoded:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at `$")
        key = place.rstrip("`").lstrip(".")
        raise PackError(f"{where}: {key}" if key else where, what, "see docs/rules.md") from error
