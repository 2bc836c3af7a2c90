"""Rules compiled into one native scan: a text in, for each rule the places worth a closer look out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeAlias

from cleaner.errors import RuleTimeoutError
from cleaner.patterns import compile_regex
from cleaner.rule import PATTERN_KINDS, Rule
from cleaner.scan_cache import Scan, compile_scan, read_scan, scan_name, write_scan
from cleaner.scanner import Needle, encode_for_scan

Match: TypeAlias = Any  # regex.Match

MAX_LINE = 4_000  # code points; whole-line rules look at no longer line
WINDOW = 1_000  # code points on both sides of a hit that a searching rule looks at
# Look-arounds see no further than the window, so a match that comes this near to an edge which
# is not the line's is no match.
MARGIN = 16
PIECE = 4 * WINDOW  # code points searched in one call, where windows run together
TIMEOUT = 5.0  # seconds for one call of a pattern; shipped patterns take microseconds


class Place(NamedTuple):
    """Where a needle of a rule ends, in code points; ``needle`` is the text looked for.

    For a trigger it is the start of the next line.
    """

    end: int
    needle: str


class Matcher:
    """A set of rules, their needles in one scanner, their patterns compiled when first used."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules: Mapping[str, Rule] = {rule.id: rule for rule in rules}
        self._patterns: dict[tuple[str, str], Any] = {}

    @cached_property
    def _owners(self) -> Mapping[Needle, Sequence[str]]:
        owners: dict[Needle, list[str]] = {}
        for rule in self.rules.values():
            for needle in needles_of(rule):
                owners.setdefault(needle, []).append(rule.id)
        return owners

    @cached_property
    def _scan(self) -> Scan:
        name = scan_name(list(self.rules.values()))
        scan = read_scan(name)
        if scan is None:
            scan = compile_scan(self._owners)
            write_scan(name, scan)
        return scan

    def find_places(self, text: str) -> Mapping[str, Sequence[Place]]:
        """Return for each rule that was hit its places in ``text``, in order."""
        data = encode_for_scan(text)
        places: dict[str, list[Place]] = {}
        byte, at = 0, 0
        is_ascii = len(data) == len(text) + (not text.endswith("\n"))
        for end, index in self._scan.scanner.scan(data):
            at = end if is_ascii else at + len(data[byte:end].decode())
            byte = end
            place = Place(min(at, len(text)), self._scan.needles[index].text)
            for owner in self._scan.owners[index]:
                places.setdefault(owner, []).append(place)
        return places

    def match_line(self, rule: Rule, line: str) -> Match | None:
        """Match a whole-line rule on a stripped line: all of it, or for ``prefix`` its start."""
        if len(line) > MAX_LINE:
            return None
        pattern = self._pattern(rule, "match")
        call = pattern.match if rule.kind == "prefix" else pattern.fullmatch
        return self._timed(rule, call, line)

    def search_line(self, rule: Rule, key: str, line: str) -> bool:
        """Tell whether the pattern under ``key`` (``before``, ``after``) is found in ``line``."""
        return self._timed(rule, self._pattern(rule, key).search, line[:MAX_LINE]) is not None

    def match_below(self, rule: Rule, line: str) -> bool:
        """Tell whether a stripped line below that of ``rule`` goes along: whether all of it matches."""
        if rule.below is None or len(line) > MAX_LINE:
            return False
        return self._timed(rule, self._pattern(rule, "below").fullmatch, line) is not None

    def find_end(self, rule: Rule, text: str) -> tuple[int, int] | None:
        """Return the first span in ``text`` that ``ends`` of a label matches."""
        if rule.ends is None:
            return None
        match = self._timed(rule, self._pattern(rule, "ends").search, text)
        return None if match is None else match.span()

    def find_matches(
        self, rule: Rule, line: str, ends: Sequence[int]
    ) -> Iterator[tuple[int, Match]]:
        """Yield (offset, match) of a searching rule in ``line``; spans are offset + match spans.

        Only windows around the places where needles end (``ends``, sorted, in ``line``) are
        looked at.
        """
        for start, end in _windows(len(line), ends):
            for match in self._search_all(rule, line[start:end]):
                near_start = start > 0 and match.start() < MARGIN
                near_end = end < len(line) and match.end() > end - start - MARGIN
                if not near_start and not near_end:
                    yield start, match

    def _pattern(self, rule: Rule, key: str) -> Any:
        found = self._patterns.get((rule.id, key))
        if found is None:
            found = self._patterns[rule.id, key] = compile_regex(getattr(rule, key))
        return found

    def _timed(self, rule: Rule, call: Any, text: str) -> Match | None:
        try:
            return call(text, timeout=TIMEOUT)
        except TimeoutError as error:
            raise _timeout(rule) from error

    def _search_all(self, rule: Rule, text: str) -> Iterator[Match]:
        """Yield the matches that are not empty, from piece to piece of a window that is long.

        So the time for one call does not grow with the text, whatever is done between two matches.
        """
        search = self._pattern(rule, "match").search
        at = 0
        while at < len(text):
            stop = min(len(text), at + PIECE)
            match = self._timed(rule, partial(search, pos=at, endpos=stop), text)
            if stop < len(text) and (match is None or match.end() > stop - MARGIN):
                start = match.start() if match else stop
                at = start if at < start < stop - WINDOW else stop - WINDOW
            elif match is None:
                return
            else:
                if match.end() > match.start():
                    yield match
                at = max(match.end(), at + 1)


def _timeout(rule: Rule) -> RuleTimeoutError:
    what = f"took more than {TIMEOUT:g} s on a line"
    return RuleTimeoutError(f'rule "{rule.id}"', what, f"simplify its pattern or ignore {rule.id}")


def needles_of(rule: Rule) -> Iterator[Needle]:
    """Yield the needles of ``rule``: a line without any of them is never changed by it."""
    # Only for a set of rules that no cache knows.
    from cleaner.case_forms import scan_forms
    from cleaner.literals import required_literals

    if rule.trigger is not None:
        yield Needle("trigger", rule.trigger)
    if rule.kind in PATTERN_KINDS:
        for literal in sorted(rule.scan or required_literals(rule.match or "")):
            for form in sorted(scan_forms(literal)):
                yield Needle("literal", form)
    if rule.kind == "words":
        for word in rule.words:
            for form in word_forms(word):
                yield Needle("literal", form)


def word_forms(word: str) -> list[str]:
    """Return the forms in which a listed word is looked for: as listed, lower, Title, CAPITALS.

    A form of another length, such as ``MASSE`` for ``maße``, may be another word.
    """
    title = word[:1].upper() + word[1:].lower()
    forms = {word, word.lower(), title, word.upper()}
    return sorted(form for form in forms if len(form) == len(word))


def _windows(length: int, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    start, stop = -1, -1
    for end in ends:
        low, high = max(0, end - WINDOW), min(length, end + WINDOW)
        if low <= stop:
            stop = high
            continue
        if start >= 0:
            yield start, stop
        start, stop = low, high
    if start >= 0:
        yield start, stop
