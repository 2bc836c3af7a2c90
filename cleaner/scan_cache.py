"""Scans kept between runs: rules' needles in one scanner, in and out by the rules' name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from cleaner.cache import entry_name, read_entry, write_entry
from cleaner.rule import Rule
from cleaner.scanner import Needle, Scanner, open_scanner, scan_engine

# The code that makes needles of rules, and finds them.
CODE = ("matching", "literals", "case_forms", "scanner")
MIN_NEEDLES = 100  # fewer are compiled in a few milliseconds


class Scan(NamedTuple):
    """A scanner, its needles, and for each needle the ids of the rules that wait for it."""

    needles: Sequence[Needle]
    owners: Sequence[Sequence[str]]
    scanner: Scanner


class _Kept(NamedTuple):
    needles: list[Needle]
    owners: list[tuple[str, ...]]
    scanner: bytes


def compile_scan(owners: Mapping[Needle, Sequence[str]]) -> Scan:
    """Return a scan for needles and the ids of the rules that wait for them."""
    needles = sorted(owners)
    return Scan(needles, [owners[needle] for needle in needles], open_scanner(needles))


def scan_name(rules: Sequence[Rule]) -> str:
    """Return the name under which the scan for ``rules`` is kept."""
    sources = [
        (
            rule.id,
            rule.kind,
            rule.trigger,
            rule.match,
            rule.scan,
            rule.kind == "words" and rule.words,
        )
        for rule in rules
    ]
    return entry_name("scan", CODE, scan_engine().encode(), msgspec.msgpack.encode(sources))


def read_scan(name: str) -> Scan | None:
    """Return the scan kept under ``name``, None where there is none that works here."""
    entry = read_entry(name)
    if entry is None:
        return None
    try:
        kept = msgspec.msgpack.decode(entry, type=_Kept)
        return Scan(kept.needles, kept.owners, open_scanner(kept.needles, kept.scanner))
    except (msgspec.MsgspecError, ValueError):
        return None


def write_scan(name: str, scan: Scan) -> None:
    """Keep ``scan`` under ``name`` if it is worth it."""
    if len(scan.needles) >= MIN_NEEDLES:
        write_entry(name, msgspec.msgpack.encode((scan.needles, scan.owners, scan.scanner.kept)))
