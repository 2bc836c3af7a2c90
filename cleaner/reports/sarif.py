"""SARIF 2.1.0: findings, errors and what rules are for in, one log file out, the same every time.

Hosts keep 5,000 results and refuse a file of more than 25,000, so the most important come first
and no more are written; a notification counts the others. There are no dates in it and no place
of this machine: paths are relative to ``%SRCROOT%``.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias
from urllib.parse import quote

from cleaner import __version__
from cleaner.findings import KINDS, Finding, Kind
from cleaner.reports.cells import shown
from cleaner.reports.changes import describe_change, render_message
from cleaner.reports.importance import Ranking, left_out
from cleaner.reports.json_text import encode_json

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MOST = 25_000  # results of a run that hosts take
FINGERPRINT = "cleanerFinding/v1"
_SNIPPET = 1_000  # code points of the original that are shown
_LEVELS: Mapping[Kind, str] = {"edit": "error", "proposed": "warning", "flag": "note"}
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_Object: TypeAlias = dict[str, Any]


class SarifReport:
    """A log file, one result a line; it is known when the last finding is in.

    Findings come source by source, those of a source in text order. ``root`` is the absolute
    folder that relative paths start from; absolute ones are written as seen from there.
    """

    def __init__(self, root: str = "", *, most: int = MOST) -> None:
        self._root = root
        self._most = most
        self._ranking = Ranking(most)
        self._source = ""
        self._seen = Counter[str]()  # fingerprints of the source

    def add(self, finding: Finding) -> bytes:
        """Take a finding in; nothing can be written yet."""
        if finding.source != self._source:
            self._source, self._seen = finding.source, Counter()
        self._seen[finding.fingerprint] += 1
        count = self._seen[finding.fingerprint]
        if count > 1:
            finding = replace(finding, fingerprint=f"{finding.fingerprint}/{count}")
        self._ranking.add(finding)
        return b""

    def close(self, errors: Sequence[str], rules: Mapping[str, str]) -> Iterator[bytes]:
        """Yield the file; ``errors`` could not be cleaned, ``rules`` says what each is for."""
        chosen: list[Finding] = []
        for kind in KINDS:
            chosen += self._ranking.first(kind, self._most - len(chosen))
        named = sorted({rule for finding in chosen for rule in finding.rules})
        notes = [_note("error", error) for error in errors]
        notes += _left_out_notes(left_out(self._ranking, chosen))
        run = {
            "tool": {"driver": _driver(named, rules)},
            "columnKind": "unicodeCodePoints",
            "invocations": [_invocation(not errors, notes)],
        }
        head = encode_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
        yield head.removesuffix(b"}]}") + b', "results": ['
        indices = {rule: index for index, rule in enumerate(named)}
        for position, finding in enumerate(chosen):
            result = _result(finding, indices[finding.rules[0]], self._root)
            yield (b",\n" if position else b"\n") + encode_json(result)
        yield b"\n]}]}\n"


def _driver(named: Sequence[str], rules: Mapping[str, str]) -> _Object:
    descriptors = [_descriptor(rule, rules.get(rule, "")) for rule in named]
    return {"name": "cleaner", "semanticVersion": __version__, "rules": descriptors}


def _descriptor(rule: str, why: str) -> _Object:
    text = {"text": _message(why or rule)}
    described = {"id": _valid(rule), "shortDescription": text}
    return described | {"fullDescription": text, "help": text} if why else described


def _invocation(successful: bool, notes: Sequence[_Object]) -> _Object:
    told = {"toolExecutionNotifications": notes} if notes else {}
    return {"executionSuccessful": successful, **told}


def _note(level: str, text: str) -> _Object:
    return {"level": level, "message": {"text": _message(shown(text))}}


def _left_out_notes(rest: Mapping[str, int]) -> list[_Object]:
    if not rest:
        return []
    counts = sorted(rest.items(), key=lambda item: (-item[1], item[0]))
    by_rule = ", ".join(f"{rule} {count:,}" for rule, count in counts)
    return [_note("warning", f"{sum(rest.values()):,} results left out, by rule: {by_rule}")]


def _result(finding: Finding, rule_index: int, root: str) -> _Object:
    location = {"uri": _uri(finding.source, root), "uriBaseId": "%SRCROOT%"}
    result: _Object = {
        "ruleId": _valid(finding.rules[0]),
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.kind],
        "message": {"text": _message(render_message(finding))},
        "locations": [
            {"physicalLocation": {"artifactLocation": location, "region": _seen_region(finding)}}
        ],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    fix = _fix(finding, location)
    if fix is not None:
        result["fixes"] = [fix]
    if len(finding.rules) > 1:
        result["properties"] = {"rules": [_valid(rule) for rule in finding.rules]}
    return result


def _fix(finding: Finding, location: _Object) -> _Object | None:
    # A text that UTF-8 cannot hold would be written as another one.
    if finding.text is None or _LONE_SURROGATES.search(finding.text):
        return None
    replacement = {
        "deletedRegion": _region(finding),
        "insertedContent": {"text": finding.text},
    }
    change = {"artifactLocation": location, "replacements": [replacement]}
    description = {"text": _message(describe_change(finding))}
    return {"description": description, "artifactChanges": [change]}


def _region(finding: Finding) -> _Object:
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }


def _seen_region(finding: Finding) -> _Object:
    region = _region(finding)
    if 0 < len(finding.original) <= _SNIPPET:
        region["snippet"] = {"text": _valid(finding.original)}
    return region


def _uri(source: str, root: str) -> str:
    """Return ``source`` as a relative reference, its bytes percent-encoded.

    >>> _uri("/data/berita baru/a:\\udce9.txt", "/data")
    'berita%20baru/a%3A%E9.txt'
    """
    path = posixpath.relpath(source, root or "/") if source.startswith("/") else source
    try:
        name = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no name of a file, but there may be texts without one
        name = path.encode("utf-8", "surrogatepass")
    return quote(name, safe="/")


def _message(text: str) -> str:
    """Return ``text`` as a plain message: braces double, what looks like a link is none.

    >>> _message("{0} [here](http://example.org)")
    '{{0}} [here\\\\](http://example.org)'
    """
    plain = shown(text).replace("{", "{{").replace("}", "}}")
    return plain.replace("](", "\\](")


def _valid(text: str) -> str:
    return _LONE_SURROGATES.sub("\ufffd", text)
