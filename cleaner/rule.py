"""Rules as frozen values: what one ``[[rule]]`` entry of a pack says."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal[
    "line", "prefix", "inline", "label", "tail", "replace", "words", "built-in"
]
Safety: TypeAlias = Literal["safe", "unsafe", "flag"]
StageName: TypeAlias = Literal["encoding", "characters", "structure", "words", "scars", "ftfy"]
Position: TypeAlias = Literal["head", "tail"]

WHOLE_LINE_KINDS: frozenset[str] = frozenset({"line", "prefix", "tail"})
PATTERN_KINDS: frozenset[str] = WHOLE_LINE_KINDS | {"inline", "label", "replace"}
# The stages in which a ``replace`` rule may run.
REPLACING_STAGES = ("characters", "structure", "words")

# Indonesian and Malay are one gate: a detector cannot part them on a short text.
ONE_GATE: frozenset[str] = frozenset({"id", "ms"})


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the measuring command printed: lines hit (or looked at), and how many of them wrongly."""

    lines: int
    wrong: int
    corpus: str


class Rule(msgspec.Struct, frozen=True, kw_only=True, eq=False, rename={"with_": "with"}):
    """One rule; ``pack`` and, when absent, ``languages`` are filled in by the loader.

    Two rules are equal only when they are the same object, so that a rule can key a cache.
    """

    id: str
    kind: Kind
    safety: Safety
    why: str
    source: str
    examples: tuple[tuple[str, str], ...]
    keep: tuple[str, ...]
    match: str | None = None
    with_: str | None = None
    stage: StageName | None = None
    words: dict[str, str] | tuple[str, ...] = ()
    list: str | None = None
    languages: tuple[str, ...] = ()
    unless_languages: tuple[str, ...] = ()
    position: Position | None = None
    requires: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    below: str | None = None
    run: int = 1
    apart: bool = False
    ends: str | None = None
    small_words: tuple[str, ...] = ()
    metadata: bool = False
    scan: tuple[str, ...] = ()
    trigger: str | None = None
    seen: Seen | None = None
    checked: Seen | None = None
    pack: str = ""

    def admits_language(self, language: str | None) -> bool:
        """Tell whether the gates are open for ``language`` (None: unknown, which is refused)."""
        if language in _widen(self.unless_languages):
            return False
        return not self.languages or language in _widen(self.languages)


class Pack(msgspec.Struct, frozen=True):
    """A pack file: its head, its rules, and the sha256 of the bytes they came from."""

    name: str
    summary: str
    path: str
    digest: str
    rules: tuple[Rule, ...]
    languages: tuple[str, ...] = ()
    licence: str = ""
    sources: tuple[str, ...] = ()
    default: bool = True


def _widen(languages: tuple[str, ...]) -> frozenset[str]:
    return ONE_GATE.union(languages) if ONE_GATE.intersection(languages) else frozenset(languages)
