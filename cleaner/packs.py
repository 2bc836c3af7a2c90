"""Rule packs: TOML files in, checked packs out, or an error that names file, rule and key."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleaner import word_lists
from cleaner.errors import PackError, did_you_mean
from cleaner.rule import Pack, Rule
from cleaner.rule_checks import check_rule

FORMAT = 1
Decoded = TypeVar("Decoded", Pack, Rule)
HEAD_KEYS = ("format", "name", "summary", "languages", "licence", "sources", "default")
RULE_KEYS = tuple(
    field.encode_name for field in msgspec.structs.fields(Rule) if field.name != "pack"
)
REQUIRED_KEYS = ("id", "kind", "safety", "why", "source", "examples", "keep")
ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@cache
def rules_folder() -> Path:
    """Return the folder of the shipped packs: in the package, or beside it in a checkout.

    Raises ``PackError`` where neither is there.
    """
    package = Path(__file__).resolve().parent
    for folder, marker in ((package / "rules", package), (package.parent / "rules", package.parent / "pyproject.toml")):  # fmt: skip
        if folder.is_dir() and marker.exists():
            return folder
    raise PackError(str(package), "no folder of rule packs", "install the package again")


def shipped_packs() -> list[Path]:
    """Return the paths of the shipped packs, sorted by name."""
    return sorted(p for p in rules_folder().glob("*.toml") if p.name != "languages.toml")


def load_packs(paths: Iterable[str | Path]) -> tuple[Pack, ...]:
    """Return the packs at ``paths``, in order. Raises ``PackError``, also for an id used twice."""
    packs = tuple(load_pack(Path(path)) for path in paths)
    owners: dict[str, str] = {}
    names: dict[str, str] = {}
    for pack in packs:
        _claim(names, pack.name, pack.path, "pack name")
        for rule in pack.rules:
            _claim(owners, rule.id, pack.path, "rule id")
    return packs


def _claim(owners: dict[str, str], name: str, path: str, what: str) -> None:
    if name in owners:
        raise PackError(path, f'{what} "{name}" is taken by {owners[name]}', "choose another")
    owners[name] = path


def load_pack(path: Path) -> Pack:
    """Return the pack in the TOML file ``path``. Raises ``PackError``."""
    data = _read(path)
    pack = _parse_pack(path, data)
    return _with_lists(path, data, pack) if any(rule.list for rule in pack.rules) else pack


@cache
def _parse_pack(path: Path, data: bytes) -> Pack:
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
    owners: dict[str, str] = {}
    for rule in rules:
        _claim(owners, rule.id, where, "rule id")
    return msgspec.structs.replace(pack, rules=rules)


def _with_lists(path: Path, data: bytes, pack: Pack) -> Pack:
    """Return ``pack`` with its word lists read; they count in its digest."""
    digest = hashlib.sha256(data)
    rules = []
    for rule in pack.rules:
        if rule.list is not None:
            listed = word_lists.load_word_list(path.parent / rule.list)
            digest.update(repr(sorted(listed.items())).encode())
            rule = msgspec.structs.replace(rule, words=listed)
            check_rule(rule, f'{path}: rule "{rule.id}"')
        rules.append(rule)
    return msgspec.structs.replace(pack, rules=tuple(rules), digest=digest.hexdigest())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(str(path), f"cannot be read: {error.strerror}", "check the path") from error


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
    if isinstance(entry.get("seen"), dict):
        _check_keys(f"{where}: seen", entry["seen"], ("lines", "wrong", "corpus"), ())
    fields = {"languages": head.get("languages", []), **entry, "pack": head["name"]}
    rule = _convert(fields, Rule, where)
    if not ID_FORM.fullmatch(rule.id):
        raise PackError(where, "id is no lower-case-words-with-hyphens", "rename it")
    if rule.list is not None and rule.words:
        raise PackError(where, "has both words and list", "keep one of them")
    if rule.list is None:
        check_rule(rule, where)
    return rule


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
