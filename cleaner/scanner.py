"""The native scan: needles and a text's bytes in, the places where needles end out."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from cleaner.errors import SettingsError, did_you_mean
from cleaner.patterns import lazy_pattern

Hit: TypeAlias = tuple[int, int]  # (byte offset just after the needle, index of the needle)

SCANNERS = ("hyperscan", "python")
# Chosen for all runs of a process; both give the same hits, so this is no setting of a run.
SCANNER_VARIABLE = "CLEANER_SCANNER"
# A character outside ASCII that no needle holds, three bytes long like a lone surrogate.
NONCHARACTER = "\ufffe"
# What a pattern is made of: an escape, a class, any other character.
_TOKEN = lazy_pattern(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


class Needle(NamedTuple):
    """What to look for: a literal, caseless over ASCII, or a trigger, found once a line.

    A trigger is a pattern that hyperscan and ``re`` read alike; its hit is the end of its line.
    """

    kind: Literal["literal", "trigger"]
    text: str


class Scanner(Protocol):
    """Finds needles in bytes."""

    @property
    def kept(self) -> bytes:
        """What ``open_scanner`` takes to spare the work of compiling; may be empty."""

    def scan(self, data: bytes) -> list[Hit]:
        """Return all hits in ``data`` (UTF-8 that ends in a newline), sorted and distinct."""


def encode_for_scan(text: str) -> bytes:
    """Return ``text`` as valid UTF-8 that ends in a newline; code points keep their places."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        data = re.sub("[\ud800-\udfff]", NONCHARACTER, text).encode()
    return data if data.endswith(b"\n") else data + b"\n"


def scan_engine() -> str:
    """Return what scans here, with all that its compiled form depends on.

    It is the fastest that this machine has, or the one that the environment names.
    """
    wanted = os.environ.get(SCANNER_VARIABLE, "")
    if wanted and wanted not in SCANNERS:
        remedy = did_you_mean(wanted, SCANNERS) or "choose from " + ", ".join(SCANNERS)
        raise SettingsError(SCANNER_VARIABLE, f'unknown scanner "{wanted}"', remedy)
    if wanted != "python":
        try:
            import hyperscan
        except ImportError:
            if wanted:
                raise
        else:
            version = getattr(hyperscan, "__version__", "")
            return f"hyperscan {version} {sys.platform} {os.uname().machine}"
    return "python"


def open_scanner(needles: Sequence[Needle], kept: bytes | None = None) -> Scanner:
    """Return a scanner for ``needles``; ``kept`` is what one for them gave as ``kept``.

    Raises ``ValueError`` for what another version or processor kept.
    """
    if scan_engine() == "python":
        return PythonScanner(needles)
    return HyperscanScanner(needles, kept)


class HyperscanScanner:
    """All needles in one hyperscan database; safe to share between threads."""

    def __init__(self, needles: Sequence[Needle], kept: bytes | None = None) -> None:
        import hyperscan

        self._scratch_type: Any = hyperscan.Scratch
        self._local = threading.local()
        self._database: Any = None
        if kept:
            self._database = _load_database(kept)
        elif needles:
            self._database = _compile_database(needles)

    @property
    def kept(self) -> bytes:
        """The compiled form, for another run."""
        import hyperscan

        return bytes(hyperscan.dumpb(self._database)) if self._database is not None else b""

    def scan(self, data: bytes) -> list[Hit]:
        """Return all hits in ``data``, sorted and distinct."""
        if self._database is None:
            return []
        hits: set[Hit] = set()

        def keep(needle: int, start: int, end: int, flags: int, context: object) -> None:  # noqa: ARG001
            hits.add((end, needle))

        self._database.scan(data, match_event_handler=keep, scratch=self._scratch())
        return sorted(hits)

    def _scratch(self) -> Any:
        if not hasattr(self._local, "scratch"):
            self._local.scratch = self._scratch_type(self._database)
        return self._local.scratch


def _compile_database(needles: Sequence[Needle]) -> Any:
    import hyperscan

    literal, trigger = hyperscan.HS_FLAG_CASELESS, hyperscan.HS_FLAG_UTF8
    compiled = [
        (expression, index, literal if needle.kind == "literal" else trigger)
        for index, needle in enumerate(needles)
        for expression in _expressions(needle)
    ]
    expressions, ids, flags = zip(*compiled, strict=True)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=ids, flags=flags)
    return database


def _load_database(kept: bytes) -> Any:
    import hyperscan

    try:
        return hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
    except hyperscan.HyperscanError as error:
        raise ValueError("compiled for another version or processor") from error


def _expressions(needle: Needle) -> Iterator[bytes]:
    if needle.kind == "literal":
        yield re.escape(needle.text.encode())
        return
    # Each alternative by itself lets hyperscan choose an engine for it: four times as fast.
    for alternative in split_alternatives(needle.text):
        yield _to_line_end(alternative).encode()


def _to_line_end(alternative: str) -> str:
    """Return ``alternative`` up to the end of its line, where it may end itself.

    That makes one hit for each dirty line, however many there are on it: see docs/design.md.
    """
    return alternative if alternative.endswith("\\n") else f"(?:{alternative})[^\\n]*\\n"


def split_alternatives(pattern: str) -> list[str]:
    """Return the distinct alternatives at the top level of ``pattern``, in order.

    >>> split_alternatives("a[|b]|c(?:d|e)|\\\\|")
    ['a[|b]', 'c(?:d|e)', '\\\\|']
    """
    parts = [""]
    depth = 0
    for token in _TOKEN.findall(pattern):
        if token == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += token
            depth += (token == "(") - (token == ")")
    return list(dict.fromkeys(parts))


class PythonScanner:
    """The same hits without a native library, about a hundred times slower."""

    kept = b""

    def __init__(self, needles: Sequence[Needle]) -> None:
        self._literals: dict[bytes, list[int]] = {}
        self._triggers: list[tuple[int, re.Pattern[str]]] = []
        for index, needle in enumerate(needles):
            if needle.kind == "literal":
                self._literals.setdefault(needle.text.encode().lower(), []).append(index)
            else:
                alternatives = map(_to_line_end, split_alternatives(needle.text))
                self._triggers.append((index, re.compile("|".join(alternatives))))
        self._prefixes = {word: _prefixes_in(word, self._literals) for word in self._literals}
        trie = _trie_pattern(self._literals)
        self._words = re.compile(b"(?=(" + trie + b"))") if self._literals else None

    def scan(self, data: bytes) -> list[Hit]:
        """Return all hits in ``data``, sorted and distinct."""
        hits = set(self._literal_hits(data))
        if self._triggers:
            hits.update(self._trigger_hits(data.decode()))
        return sorted(hits)

    def _literal_hits(self, data: bytes) -> Iterable[Hit]:
        if self._words is None:
            return
        for match in self._words.finditer(data.lower()):
            for word in self._prefixes[match[1]]:
                for index in self._literals[word]:
                    yield match.start() + len(word), index

    def _trigger_hits(self, text: str) -> Iterable[Hit]:
        for index, pattern in self._triggers:
            done, byte = 0, 0
            for match in pattern.finditer(text):
                byte += len(text[done : match.end()].encode())
                done = match.end()
                yield byte, index


def _prefixes_in(word: bytes, words: Iterable[bytes]) -> tuple[bytes, ...]:
    known = words if isinstance(words, dict) else set(words)
    return tuple(word[:size] for size in range(1, len(word) + 1) if word[:size] in known)


def _trie_pattern(words: Iterable[bytes]) -> bytes:
    """Return a pattern that matches the longest of ``words`` at a place.

    >>> _trie_pattern([b"ab", b"abc", b"d"])
    b'(?:ab(?:c)?|d)'
    """
    return _trie_level(sorted(words), 0, b"")


def _trie_level(words: Sequence[bytes], depth: int, common: bytes) -> bytes:
    heads: dict[int, list[bytes]] = {}
    ends = False
    for word in words:
        if len(word) == depth:
            ends = True
        else:
            heads.setdefault(word[depth], []).append(word)
    if not heads:
        return re.escape(common)
    if len(heads) == 1 and not ends:
        head, rest = heads.popitem()
        return _trie_level(rest, depth + 1, common + bytes([head]))
    branches = (_trie_level(rest, depth + 1, bytes([head])) for head, rest in heads.items())
    optional = b"?" if ends else b""
    return re.escape(common) + b"(?:" + b"|".join(branches) + b")" + optional
