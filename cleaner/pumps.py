"""Texts that make a backtracking matcher try hard: a program in, pumped texts out.

Two repeats that can share a text are what makes a matcher try every way to divide it; a loop with
two ways through the same text is worse. So a pump is, for each repeat, a text that reaches it, a
part that it shares with a repeat that can follow (itself too, in a loop) or one round of a loop,
and an end that makes the match fail.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from cleaner.programs import ACCEPT, ATOMIC, FAIL, FORK, LOOK, LOOP, RUN, TEST, Charset, Program

Pick: TypeAlias = Callable[[Charset], str]

# What stands for a wide element in a text, the likelier in a line the earlier; and once more in
# another order, because a look-around or another way through the pattern may not want the first.
USUAL = 'aA0 -.,:;"é字'
UNUSUAL = '0A,é字-. :;"a'
# What seldom continues a match; the one that the fewest elements of a pattern take ends a text.
FAILING = "!~ξ字\x01"
MAX_ROUNDS = 8  # texts for one round of a loop
MAX_FULL = 200  # instructions for the longest of them
MAX_WAYS = 200_000  # steps through the program before the search for texts is given up
CHAIN = 10  # optional characters in a row that are as bad as a repeat


@dataclass(frozen=True, slots=True)
class Pump:
    """A family of texts: ``before``, then ``part`` n times, then ``after``; for one repeat."""

    before: str
    part: str
    after: str
    repeat: int
    scale: int

    def text(self, times: int) -> str:
        return self.before + self.part * times + self.after

    def times(self, length: int) -> int:
        """Return how often ``part`` fits into ``length`` code points."""
        return (length - len(self.before) - len(self.after)) // len(self.part)


def find_pumps(program: Program, *, searches: bool, length: int) -> Iterator[Pump]:
    """Yield the pumps of ``program``, each once, for texts of at most ``length`` code points."""
    finders = [_Finder(program, searches=searches, length=length)]
    finders.append(_Finder(program, searches=searches, length=length, usual=UNUSUAL))
    seen: set[tuple[str, str, str]] = set()
    for pump in chain.from_iterable(finder.find() for finder in finders):
        key = (pump.before, pump.part, pump.after)
        if key not in seen and pump.times(length) >= 4:
            seen.add(key)
            yield pump


class _Finder:
    """Finds pumps of one program with one order of preferred characters, those of loops first."""

    def __init__(
        self, program: Program, *, searches: bool, length: int, usual: str = USUAL
    ) -> None:
        self._code = program.instructions
        self._start = program.start
        self._searches = searches
        self._refers = program.refers
        self._length = length
        self._usual = usual
        self._runs = [where for where, code in enumerate(self._code) if code[0] == RUN]
        self._loops = [where for where, code in enumerate(self._code) if code[0] == LOOP]
        self._liked = self._run_charsets() if usual is USUAL else self._seen_ahead()
        self._picked: dict[tuple[int, int], str] = {}
        self._scores: dict[str, int] = {}
        self._rounds: dict[int, str] = {}
        self._found: dict[tuple[int, int], str] = {}
        self._ways_left = MAX_WAYS
        self._bad = _failing_ends(list(program.charsets.values()))

    def find(self) -> Iterator[Pump]:
        reached = self._samples(self._start, self._pick)
        parts = chain(self._loop_parts(reached), self._run_parts(reached))
        ahead = "" if self._usual is USUAL else self._looked_for()
        for repeat, part, leave, least in parts:
            before = reached[repeat] if repeat >= 0 else ""
            rest = self._sample(leave, 0)
            ends = [*self._bad, rest + self._bad[0], ahead and self._bad[0] + ahead + self._bad[0]]
            for end in filter(None, dict.fromkeys(ends)):
                yield Pump(before, part, end, repeat, 1 + least // 4)

    def _run_charsets(self) -> list[Charset]:
        return list({id(code[1]): code[1] for code in self._code if code[0] == RUN}.values())

    def _seen_ahead(self) -> list[Charset]:
        """Return what look-arounds want to see first."""
        inner = (self._code[code[1]] for code in self._code if code[0] == LOOK and code[2])
        return [code[1] for code in inner if code[0] in (TEST, RUN)]

    def _looked_for(self) -> str:
        """Return what look-arounds want to see somewhere."""
        looks = (code for code in self._code if code[0] == LOOK and code[2])
        return "".join(self._sample(code[1], 0) for code in islice(looks, 5))

    # Parts

    def _loop_parts(self, reached: dict[int, str]) -> Iterator[tuple[int, str, int, int]]:
        for where in self._loops:
            if where in reached:
                _, body, _, _, least, most, _, after = self._code[where]
                if most > 1:
                    inner = max((self._code[run][2] for run in self._runs), default=0)
                    for part in self._round_texts(where, body):
                        yield where, part, after, max(least, inner)

    def _round_texts(self, head: int, body: int) -> list[str]:
        """Return texts for one round: the shortest through each way, and doubtful pairs of them."""
        inside = self._samples(body, self._pick, wall=head)
        texts = {self._sample(body, head), self._full_round(head, body)}
        for where, text in islice(inside.items(), 200):
            for extra, way in self._detours(where):
                if way in inside and len(texts) < MAX_ROUNDS:
                    texts.add(text + extra + self._sample(way, head))
        singles = sorted(texts - {""}, key=lambda text: (len(text), text))
        pairs = [
            one + two
            for one in singles
            for two in singles
            if any(len(other) > len(one) and (one + two).startswith(other) for other in singles)
        ]
        return singles + pairs[:MAX_ROUNDS]

    def _full_round(self, head: int, body: int) -> str:
        """Return a text for a round that leaves nothing out and takes first ways."""
        text, where, entered = "", body, set[int]()
        for _ in range(MAX_FULL):
            code = self._code[where]
            if where == head or code[0] in (ACCEPT, FAIL):
                break
            if code[0] in (TEST, RUN):
                text += self._pick(code[1])
            if code[0] == FORK:
                where = code[1][0]
            elif code[0] == LOOP and where not in entered:
                entered.add(where)
                where = code[1]
            else:
                where = code[-1]
        return text

    def _detours(self, where: int) -> Iterator[tuple[str, int]]:
        code = self._code[where]
        if code[0] == FORK:
            yield from (("", way) for way in code[1][:MAX_ROUNDS])
        elif code[0] == LOOP:
            yield "", code[1]
        elif code[0] == RUN and code[2] == 0 < code[3]:
            yield self._pick(code[1]), code[-1]

    def _run_parts(self, reached: dict[int, str]) -> Iterator[tuple[int, str, int, int]]:
        if self._searches:  # a search starts anywhere: as if a repeat of anything came first
            yield from self._shared_parts(-1, None, self._start, 0)
        for where in self._runs:
            if where in reached:
                _, charset, least, _, _, after = self._code[where]
                yield from self._shared_parts(where, charset, after, least)

    def _shared_parts(
        self, where: int, charset: Charset | None, after: int, least: int
    ) -> Iterator[tuple[int, str, int, int]]:
        """Yield what a repeat shares with the repeats that can follow it."""

        def pick(other: Charset) -> str:
            return self._pick(other) if charset is None else self._common(charset, other)

        near: list[int] = []
        far: list[str] = []
        for run, between in self._samples(after, pick).items():
            code = self._code[run]
            if code[0] != RUN:
                continue
            if not between:
                near.append(run)
            elif all(code[1][character] for character in between):
                far.append(between)
        if where < 0 or self._code[where][3] > 1 or len(near) >= CHAIN:
            least += sum(self._code[run][2] for run in near)
            for character in self._shared_characters(charset, near):
                yield where, character, after, least
            for part in dict.fromkeys(far[:1] + far[-2:]):
                yield where, part, after, least
        if self._refers and charset is not None:  # what a backreference repeats is shared too
            yield where, self._pick(charset), after, least

    def _shared_characters(self, charset: Charset | None, near: list[int]) -> list[str]:
        """Return characters that a repeat shares with repeats beside it, for each set of these."""
        others = [self._code[run][1] for run in near]
        found: dict[tuple[int, ...], str] = {}
        for character in dict.fromkeys(chain(self._usual, *(other.named() for other in others))):
            if character != "\n" and (charset is None or charset[character]):
                sharers = tuple(i for i, other in enumerate(others) if other[character])
                if sharers:
                    found.setdefault(sharers, character)
        largest = sorted(found, key=len, reverse=True)
        return [found[sharers] for sharers in largest[:3]]

    # Ways through the program

    def _samples(self, start: int, pick: Pick, wall: int = -1, goal: int = -1) -> dict[int, str]:
        """Return for each place that can be reached from ``start`` a shortest text on the way.

        The way does not go on behind ``wall``, and ends at ``goal``.
        """
        found: dict[int, str] = {}
        queue = [(0, start, "")]
        while queue and self._ways_left > 0:
            self._ways_left -= 1
            size, where, text = heapq.heappop(queue)
            if where in found:
                continue
            found[where] = text
            if where == goal:
                break
            if where == wall:
                continue
            for way, eaten in self._ways(where, text, pick):
                if way not in found and size + len(eaten) <= self._length:
                    heapq.heappush(queue, (size + len(eaten), way, text + eaten))
        return found

    def _sample(self, start: int, goal: int) -> str:
        """Return a shortest text from ``start`` to ``goal``, an empty one if there is none."""
        if (start, goal) not in self._found:
            samples = self._samples(start, self._pick, goal=goal)
            self._found[start, goal] = samples.get(goal, "")
        return self._found[start, goal]

    def _ways(self, where: int, text: str, pick: Pick) -> Iterator[tuple[int, str]]:
        """Yield where the matcher can go from ``where``, and the text it eats on the way."""
        code = self._code[where]
        kind = code[0]
        if kind == FORK:
            yield from ((way, "") for way in code[1])
        elif kind == TEST:
            if eaten := pick(code[1]):
                yield code[2], eaten
        elif kind == RUN:
            if code[2] == 0:
                yield code[-1], ""
            elif eaten := pick(code[1]):
                yield code[-1], eaten * min(code[2], self._length + 1)
        elif kind == LOOP:
            yield code[1], ""
            yield code[-1], self._owed(where)
        elif kind == ATOMIC:
            yield code[1], ""
            yield code[-1], self._sample(code[1], 0)
        elif kind == LOOK:
            yield code[1], ""
            # What a look-behind asks for at the very start has to stand there.
            yield code[-1], self._sample(code[1], 0) if code[2] and code[3] and not text else ""
        elif where and kind != FAIL:
            yield code[-1], ""

    def _owed(self, head: int) -> str:
        """Return the rounds without which a counted loop cannot be left."""
        _, body, _, slot, least, _, _, _ = self._code[head]
        if slot < 0 or least == 0:
            return ""
        if head not in self._rounds:
            self._rounds[head] = ""  # on the way to itself a loop owes nothing
            self._rounds[head] = self._sample(body, head)
        one = self._rounds[head]
        return one * min(int(least), self._length // max(len(one), 1) + 1)

    # Characters

    def _pick(self, charset: Charset) -> str:
        """Return the likeliest of the characters of ``charset`` that most repeats take."""
        return self._common(charset, charset)

    def _common(self, one: Charset, two: Charset) -> str:
        """Return a character that both sets take and most repeats do, or an empty string."""
        key = (id(one), id(two))
        if key not in self._picked:
            named = dict.fromkeys(two.named() + one.named())
            order = chain(named, self._usual) if self._usual is USUAL else chain(self._usual, named)
            # No line holds a line end.
            both: list[str] = [c for c in order if one[c] and two[c] and c != "\n"]
            self._picked[key] = max(both, key=self._score, default="")
        return self._picked[key]

    def _score(self, character: str) -> int:
        if character not in self._scores:
            self._scores[character] = sum(charset[character] for charset in self._liked)
        return self._scores[character]


def _failing_ends(charsets: list[Charset]) -> list[str]:
    """Return ends that let a match fail: what few elements take, and what negated sets refuse."""

    def takers(character: str) -> int:
        return sum(charset[character] for charset in charsets)

    bad = min(FAILING, key=takers)
    ends = [f"{bad} {bad}"]  # one alone may be eaten by an element that takes all but blanks
    refused = {c for charset in charsets if charset.is_negated() for c in charset.named()[:10]}
    refused.discard("\n")
    if refused:
        ends.append(2 * min(sorted(refused), key=takers))
    return ends
