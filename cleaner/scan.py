"""What a stage may know: a text and the active rules in, lines, hits, gates and verdicts out."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

from cleaner.allowance import Allowance
from cleaner.case_forms import scan_forms
from cleaner.markup import Markup
from cleaner.matching import Match, Matcher, Place
from cleaner.pattern_shapes import is_closed
from cleaner.patterns import compile_regex
from cleaner.protected import find_protected, find_protected_lines
from cleaner.rule import WHOLE_LINE_KINDS, Rule
from cleaner.scanner import Needle, Scanner, encode_for_scan, open_scanner
from cleaner.shapes import BLANKS
from cleaner.verdicts import Verdicts

if TYPE_CHECKING:
    import regex

_AROUND = 100  # bytes on both sides of a word that are looked at


class Line(NamedTuple):
    """One line: ``[start, end)`` without its line end; ``next`` is where the next one starts."""

    number: int
    start: int
    end: int
    next: int


class Lines(Sequence[Line]):
    """The lines of a text, each made when asked for: millions of them may be empty.

    >>> [(line.start, line.end, line.next) for line in Lines.of("a\\r\\n\\nb")]
    [(0, 1, 3), (3, 3, 4), (4, 5, 5)]
    """

    def __init__(self, text: str, starts: array[int], numbers: range) -> None:
        self.starts = starts
        self._text = text
        self._numbers = numbers

    @classmethod
    def of(cls, text: str) -> Lines:
        """Return all lines of ``text``."""
        starts = array("q", (0,))
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        return cls(text, starts, range(len(starts)))

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Lines: ...
    def __getitem__(self, index: int | slice) -> Line | Lines:
        if isinstance(index, slice):
            return Lines(self._text, self.starts, self._numbers[index])
        return self._line(self._numbers[index])

    def __iter__(self) -> Iterator[Line]:
        return map(self._line, self._numbers)

    def _line(self, number: int) -> Line:
        start = self.starts[number]
        if number + 1 == len(self.starts):
            return Line(number, start, len(self._text), len(self._text))
        following = self.starts[number + 1]
        end = following - 1
        return Line(number, start, end - (end > start and self._text[end - 1] == "\r"), following)


class Matchers(NamedTuple):
    """The rules that are applied, and those that say what a line is (``metadata``)."""

    active: Matcher
    metadata: Matcher


class Context:
    """All that a stage may ask about its input; nothing here changes it."""

    def __init__(
        self, text: str, matchers: Matchers, verdicts: Verdicts, allowance: Allowance | None = None
    ) -> None:
        self.text = text
        self._allowance = allowance
        self._matcher = matchers.active
        self._metadata = matchers.metadata
        self._verdicts = verdicts
        self._admitted: dict[str, bool] = {}
        self._held: dict[tuple[str, ...], bool] = {}
        self._protected: dict[int, Sequence[tuple[int, int]]] = {}

    @property
    def language(self) -> str | None:
        """The verdict on the language, None for unknown."""
        return self._verdicts.language

    @property
    def markup(self) -> Markup:
        """The verdict on the kind of text."""
        return self._verdicts.markup

    @cached_property
    def lines(self) -> Lines:
        """All lines; the last one has no line end of its own and may be empty."""
        return Lines.of(self.text)

    @cached_property
    def places(self) -> Mapping[str, Sequence[Place]]:
        """For each rule that the native scan hit, where."""
        return self._matcher.find_places(self.text)

    def rules(self, *kinds: str, stage: str | None = None) -> Iterator[Rule]:
        """Yield the hit rules of ``kinds`` (and ``stage``, if given); their gates are not asked."""
        for rule_id in self.places:
            rule = self._matcher.rules[rule_id]
            if rule.kind in kinds and stage in (None, rule.stage):
                yield rule

    def active(self, rule_id: str) -> bool:
        """Tell whether the rule is switched on and its gates admit this document."""
        if rule_id not in self._admitted:
            rule = self._matcher.rules.get(rule_id)
            self._admitted[rule_id] = rule is not None and self._admits(rule)
        return self._admitted[rule_id]

    def flags(self, rule_id: str) -> bool:
        """Tell whether what the rule would change is only to be shown."""
        return self._matcher.rules[rule_id].safety == "flag"

    def allows(self, start: int, end: int, rules: Sequence[str]) -> bool:
        """Tell whether the user says that what ``rules`` find at ``[start, end)`` is right."""
        return self._allowance is not None and self._allowance.covers(self.text, start, end, rules)

    def is_allowed_line(self, line: Line) -> bool:
        """Tell whether the user says of the line that it is right as it stands."""
        allowance = self._allowance
        return allowance is not None and allowance.covers_line(self.text, line.start, line.end)

    def words(self, rule_id: str) -> frozenset[str]:
        """Return the words that a rule carries, as written; empty for a rule that is off."""
        rule = self._matcher.rules.get(rule_id)
        return frozenset(rule.words) if rule else frozenset()

    def dirty_lines(self, *rule_ids: str) -> Iterator[Line]:
        """Yield in order the lines, each once, in which the scan saw a needle of one of the rules.

        Of their gates only words are asked: the verdict on the language is dear, so the pipeline
        takes it when the stage has found an edit.
        """
        ends: set[int] = set()
        for rule_id in rule_ids:
            rule = self._matcher.rules.get(rule_id)
            if rule is not None and rule_id in self.places and self._admits_words(rule):
                ends.update(place.end for place in self.places[rule_id])
        last = -1
        for end in sorted(ends):
            line = self._line_of(end)
            if line.number != last:
                yield line
            last = line.number

    def hit_lines(self, rule_id: str) -> Iterator[tuple[Line, list[Place]]]:
        """Yield in order each hit line with the places on it, gates not asked."""
        current: Line | None = None
        held: list[Place] = []
        for place in self.places.get(rule_id, ()):
            line = self._line_of(place.end)
            if current is not None and line != current:
                yield current, held
                held = []
            current = line
            held.append(place)
        if current is not None:
            yield current, held

    def line_at(self, pos: int) -> Line:
        """Return the line that holds the code point at ``pos``."""
        return self.lines[bisect_right(self.lines.starts, pos) - 1]

    def match_line(self, rule: Rule, stripped: str) -> Match | None:
        """Match a whole-line rule on a stripped line."""
        return self._matcher.match_line(rule, stripped)

    def search_line(self, rule: Rule, key: str, stripped: str) -> bool:
        """Tell whether the pattern under ``key`` of ``rule`` is found in a stripped line."""
        return self._matcher.search_line(rule, key, stripped)

    def match_below(self, rule: Rule, stripped: str) -> bool:
        """Tell whether a stripped line below that of ``rule`` goes along."""
        return self._matcher.match_below(rule, stripped)

    def find_end(self, rule: Rule, text: str) -> tuple[int, int] | None:
        """Return the first span in ``text``, what follows a label, that ends its headline."""
        return self._matcher.find_end(rule, text)

    def find_matches(
        self, rule: Rule, line: str, ends: Sequence[int]
    ) -> Iterator[tuple[int, Match]]:
        """Yield (offset, match) of a searching rule in ``line``, near the needles that end at ``ends``."""
        return self._matcher.find_matches(rule, line, ends)

    def stripped(self, line: Line) -> str:
        """Return the line's text without the blanks around it."""
        return self.text[line.start : line.end].strip(BLANKS)

    def protected(self, line: Line) -> Sequence[tuple[int, int]]:
        """Return the spans of the text on ``line`` that structure and words leave alone, apart."""
        if line.number not in self._protected:
            self._protected[line.number] = self._find_protected(line)
        return self._protected[line.number]

    def is_free(self, line: Line, start: int, end: int) -> bool:
        """Tell whether ``[start, end)`` of the text, on ``line``, overlaps no protected span."""
        spans = self.protected(line)
        after = bisect_left(spans, (end, end))
        return after == 0 or spans[after - 1][1] <= start

    def is_inside(self, line: Line, start: int, end: int) -> bool:
        """Tell whether one protected span holds all of ``[start, end)``."""
        spans = self.protected(line)
        after = bisect_right(spans, (start, len(self.text)))
        return after > 0 and end <= spans[after - 1][1]

    def is_protected(self, line: Line) -> bool:
        """Tell whether the whole line stands in a fence, a table or front matter."""
        return self._protected_lines[line.number]

    def _find_protected(self, line: Line) -> Sequence[tuple[int, int]]:
        if self.is_protected(line):
            return [(line.start, line.end)]
        apart: list[tuple[int, int]] = []
        for start, end in sorted(find_protected(self.text[line.start : line.end])):
            low, high = line.start + start, line.start + end
            if apart and low < apart[-1][1]:
                apart[-1] = (apart[-1][0], max(high, apart[-1][1]))
            else:
                apart.append((low, high))
        return apart

    def is_metadata(self, line: Line) -> bool:
        """Tell whether a metadata rule knows the line; language gates are not asked."""
        stripped = self.stripped(line)
        return any(_knows(self._metadata, rule, stripped) for rule in self._metadata.rules.values())

    def is_furniture(self, line: Line) -> bool:
        """Tell whether an active whole-line rule matches the line, wherever it stands."""
        stripped = self.stripped(line)
        rules = (self._matcher.rules[rule_id] for rule_id in self.places)
        return any(
            _knows(self._matcher, rule, stripped) for rule in rules if rule.kind in WHOLE_LINE_KINDS
        )

    @cached_property
    def _protected_lines(self) -> Sequence[bool]:
        return find_protected_lines([self.text[line.start : line.end] for line in self.lines])

    def _line_of(self, end: int) -> Line:
        # A needle's end lies behind its last character, a trigger's at the next line's start.
        return self.line_at(max(0, end - 1))

    def _admits(self, rule: Rule) -> bool:
        gated = bool(rule.languages or rule.unless_languages)
        if gated and not rule.admits_language(self.language) and not self._admits_unknown(rule):
            return False
        return self._admits_words(rule)

    def _admits_words(self, rule: Rule) -> bool:
        if rule.requires and not self._holds(rule.requires):
            return False
        return not (rule.unless and self._holds(rule.unless))

    def _holds(self, words: tuple[str, ...]) -> bool:
        if words not in self._held:
            self._held[words] = _holds_word(self.text, words)
        return self._held[words]

    def _admits_unknown(self, rule: Rule) -> bool:
        return self.language is None and rule.kind in ("line", "tail") and is_closed(rule)


def _knows(matcher: Matcher, rule: Rule, stripped: str) -> bool:
    if rule.kind == "inline":
        return any(matcher.find_matches(rule, stripped, (0, len(stripped))))
    return rule.kind in WHOLE_LINE_KINDS and matcher.match_line(rule, stripped) is not None


def _holds_word(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of ``words`` stands in ``text``, in any case; most texts hold none."""
    data = encode_for_scan(text)
    return any(_stands_at(data, end, words) for end, _ in _words_scanner(words).scan(data))


def _stands_at(data: bytes, end: int, words: tuple[str, ...]) -> bool:
    """Tell whether one of ``words`` stands around the byte ``end``, where the scan saw a part of one."""
    reach = _AROUND + max(len(word.encode()) for word in words)
    start, stop = max(0, end - reach), end + reach
    window = data[start:stop].decode(errors="ignore")
    for match in _words_pattern(words).finditer(window):
        # At an edge it may be part of a longer word, which another window shows whole.
        if (match.start() or not start) and (match.end() < len(window) or stop >= len(data)):
            return True
    return False


@cache
def _words_scanner(words: tuple[str, ...]) -> Scanner:
    forms = sorted(form for word in words for form in scan_forms(word))
    return open_scanner([Needle("literal", form) for form in forms])


@cache
def _words_pattern(words: tuple[str, ...]) -> regex.Pattern[str]:
    alternatives = "|".join(map(re.escape, words))
    return compile_regex(rf"(?i)(?<![\w\p{{M}}])(?:{alternatives})(?![\w\p{{M}}])")
