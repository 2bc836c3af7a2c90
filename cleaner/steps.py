"""Count the steps of a backtracking matcher: a pattern and a text in, a number out.

A backtracking matcher that fails walks every path. What it does from one place of the pattern at
one place of the text is always the same, so each such pair is counted once and its sum is used
again: counts of any size, exponential ones too, are exact and cost about as much as the pattern
is long times the text is long. A loop needs no memory of where its round began, only whether
anything was eaten since; the places of groups are kept only where a backreference reads them.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any, TypeAlias

from cleaner.programs import (
    ACCEPT,
    ATOMIC,
    ENDLESS,
    ENTER,
    FAIL,
    FORK,
    GREEDY,
    LAZY,
    LOOK,
    LOOP,
    PLACE,
    POSSESSIVE,
    REFER,
    RUN,
    SET,
    TEST,
    Charset,
    Program,
    is_word,
)

# Where in the program, where in the text, a bit for each loop that ate something in this round,
# rounds of counted loops and places of groups.
State: TypeAlias = tuple[int, int, int, tuple[int, ...]]
# Where the match ended (-1: nowhere), steps, rounds and places then.
Outcome: TypeAlias = tuple[int, int, tuple[int, ...]]
Walk: TypeAlias = Generator[State, Any, Outcome]  # asks for outcomes of states


# What a matcher pays, in characters eaten by a run (measured on ``regex``: 1 to 10 ns each), for
# choosing a way at an alternative or a look-around, for growing a lazy run, for a round of a loop.
CHOICE = 10
GROWTH = 20
ROUND = 50


class OutOfFuelError(Exception):
    """The count was given up: more pairs of places than the caller allows."""


class Counter:
    """Counts the steps of one program on one text, with at most ``fuel`` pairs of places."""

    def __init__(self, program: Program, text: str, fuel: int) -> None:
        self.fuel = fuel
        self._program = program.instructions
        self._start = program.start
        self._places = tuple(program.places)
        self._ate = (1 << program.loops) - 1
        self._text = text
        self._outcomes: dict[State, Outcome] = {}
        self._reaches: dict[int, list[int]] = {}
        self._exits: dict[tuple[Any, ...], Outcome] = {}
        self._branches = {
            FORK: self._fork,
            RUN: self._run,
            LOOP: self._loop,
            ATOMIC: self._atomic,
            LOOK: self._look,
        }

    def steps(self, *, searches: bool) -> int:
        """Return the steps of one match at the start, or of finding every match.

        A step is a character eaten, a place asserted, a way chosen or given up. Raises
        ``OutOfFuelError``.
        """
        if not searches:
            return self._outcome(0)[1]
        total = at = 0
        while at <= len(self._text):
            end, steps, _ = self._outcome(at)
            total += steps + 1
            at = max(end, at + 1)
        return total

    def _outcome(self, at: int) -> Outcome:
        """Try the program at ``at``; the stack is a list, so that no text is too long for it."""
        stack: list[tuple[Walk, State, int]] = []
        state: State = (self._start, at, self._ate, self._places)
        while True:
            branch, decided = self._walk(state)
            outcome: Outcome | None = decided
            self.fuel -= 1 + decided[1]
            if self.fuel < 0:
                raise OutOfFuelError
            if branch is not None:
                outcome = self._outcomes.get(branch)
                if outcome is None:
                    kind = self._program[branch[0]][0]
                    stack.append((self._branches[kind](branch), branch, decided[1]))
                else:
                    outcome = (outcome[0], outcome[1] + decided[1], outcome[2])
            while stack:
                walk, branch, before = stack[-1]
                try:
                    state = walk.send(outcome)
                    break
                except StopIteration as stop:
                    stack.pop()
                    self._outcomes[branch] = end, steps, places = stop.value
                    outcome = (end, steps + before, places)
            else:
                assert outcome is not None
                return outcome

    def _walk(self, state: State) -> tuple[State | None, Outcome]:
        """Go on from ``state`` to the next branch, or to the end: then no branch is returned."""
        where, at, ate, places = state
        text, steps = self._text, 0
        while True:
            instruction = self._program[where]
            kind = instruction[0]
            if kind == TEST:
                if at == len(text) or not instruction[1][text[at]]:
                    return None, (-1, steps, places)
                at, ate, steps = at + 1, self._ate, steps + 1
            elif kind == PLACE:
                steps += 1
                if not _stands(instruction[1], text, at):
                    return None, (-1, steps, places)
            elif kind == REFER:
                start, end = places[instruction[1] : instruction[1] + 2]
                part = text[start:end] if end >= 0 else ""
                steps += 1 + len(part)
                if end < 0 or not _same(part, text[at : at + len(part)], instruction[2]):
                    return None, (-1, steps, places)
                at, ate = at + len(part), self._ate if part else ate
            elif kind == SET:
                value = at if instruction[2] is None else instruction[2]
                places, steps = _put(places, instruction[1], value), steps + 1
            elif kind == ENTER:
                ate = ate & ~instruction[1] if instruction[2] else ate | instruction[1]
                steps += 1
            elif kind == ACCEPT:
                return None, (at, steps, places)
            elif kind == FAIL:
                return None, (-1, steps, places)
            else:
                return (where, at, ate, places), (-1, steps, places)
            where = instruction[-1]

    def _fork(self, state: State) -> Walk:
        where, at, ate, places = state
        total = CHOICE
        for way in self._program[where][1]:
            end, steps, found = yield way, at, ate, places
            total += steps
            if end >= 0:
                return end, total, found
        return -1, total, places

    def _run(self, state: State) -> Walk:
        """Eat characters of one set, then go on after all of them, after one less, and so on."""
        where, at, ate, places = state
        _, charset, least, most, mode, after = self._program[where]
        natural = self._reach(charset)[at]
        reach = min(natural, most)
        if reach < least:
            return -1, reach + 1, places
        if mode == LAZY:
            exits = range(at + least, at + reach + 1)
            return (yield from self._exits_of(after, exits, state, self._price(after)))
        if mode == POSSESSIVE:
            least = reach
        first, last = at + max(least, 1), at + reach
        if natural <= most:
            end, steps, found = yield from self._give_back(where, first, last, places)
        else:
            exits = range(last, first - 1, -1)
            end, steps, found = yield from self._exits_of(after, exits, state, 1)
        total = steps + reach + 1
        if end < 0 and least == 0:
            end, steps, found = yield after, at, ate, places
            total += steps + 1
        return end, total, found

    def _exits_of(self, after: int, exits: range, state: State, price: int) -> Walk:
        _, start, ate, places = state
        total = 0
        for at in exits:
            end, steps, found = yield after, at, self._ate if at > start else ate, places
            total += steps + price
            if end >= 0:
                return end, total, found
        return -1, total, places

    def _price(self, after: int) -> int:
        """Return what growing a lazy run costs: little where a character behind it is looked for."""
        return 1 if self._program[after][0] == TEST else GROWTH

    def _give_back(self, where: int, first: int, last: int, places: tuple[int, ...]) -> Walk:
        """Leave the run that ends at ``last`` there, then one earlier, ... down to ``first``.

        What the same run gave back for a later start is known: runs of any length cost one exit a
        character in all.
        """
        known, after = self._exits, self._program[where][-1]
        at = first
        while at <= last and (where, at, places) not in known:
            at += 1
        outcome: Outcome = known[where, at, places] if at <= last else (-1, 0, places)
        while at > first:
            at -= 1
            if outcome[0] < 0:
                end, steps, found = yield after, at, self._ate, places
                outcome = (end, outcome[1] + steps + 1, found)
            known[where, at, places] = outcome
        return outcome

    def _loop(self, state: State) -> Walk:
        where, at, ate, places = state
        _, body, bit, slot, least, most, mode, after = self._program[where]
        rounds = places[slot] if slot >= 0 else least
        # A round that ate nothing is the last, unless the loop still owes rounds.
        again = rounds < most if ate & bit else rounds < least
        inside = outside = places
        if slot >= 0:
            inside = _put(places, slot, min(rounds + 1, least if most == ENDLESS else most))
            outside = _put(places, slot, 0)
        ways = [(body, at, ate & ~bit, inside)] * again + [(after, at, ate | bit, outside)] * (
            rounds >= least
        )
        total = ROUND
        for way in ways if mode == GREEDY else reversed(ways):
            end, steps, found = yield way
            total += steps
            if end >= 0:
                return end, total, found
        return -1, total, places

    def _atomic(self, state: State) -> Walk:
        where, at, ate, places = state
        _, inner, after = self._program[where]
        end, total, found = yield inner, at, ate, places
        if end < 0:
            return -1, total + CHOICE, places
        end, steps, found = yield after, end, self._ate if end > at else ate, found
        return end, total + steps + CHOICE, found

    def _look(self, state: State) -> Walk:
        where, at, ate, places = state
        _, inner, wanted, back, after = self._program[where]
        end, total, found = -1, 0, places
        if at >= back:
            end, total, found = yield inner, at - back, ate, places
        if (end >= 0) is not wanted:
            return -1, total + CHOICE, places
        end, steps, found = yield after, at, ate, found if wanted else places
        return end, total + steps + CHOICE, found

    def _reach(self, charset: Charset) -> list[int]:
        """Return for each place of the text how many characters of ``charset`` stand from there."""
        reaches = self._reaches.get(id(charset))
        if reaches is None:
            reaches = [0] * (len(self._text) + 1)
            for at in range(len(self._text) - 1, -1, -1):
                if charset[self._text[at]]:
                    reaches[at] = reaches[at + 1] + 1
            self._reaches[id(charset)] = reaches
        return reaches


def _put(places: tuple[int, ...], slot: int, value: int) -> tuple[int, ...]:
    return (*places[:slot], value, *places[slot + 1 :])


def _same(part: str, other: str, flags: int) -> bool:
    return part.lower() == other.lower() if flags & re.IGNORECASE else part == other


def _stands(place: Any, text: str, at: int) -> bool:
    if place in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
        return at == 0
    if place in (sre.AT_END, sre.AT_END_STRING):
        return at == len(text)
    before = at > 0 and is_word(text[at - 1])
    return (before is not (at < len(text) and is_word(text[at]))) is (place is sre.AT_BOUNDARY)
