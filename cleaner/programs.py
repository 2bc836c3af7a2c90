"""Patterns as programs for the counting matcher: a pattern in, instructions out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

Parsed: TypeAlias = Any
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
CHARACTERS = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
ENDLESS: int = int(sre.MAXREPEAT)
ACCEPT, FAIL, TEST, PLACE, REFER, SET, ENTER, FORK, RUN, LOOP, ATOMIC, LOOK = range(12)
GREEDY, LAZY, POSSESSIVE = range(3)
MODES = dict(zip(REPEATS, (GREEDY, LAZY, POSSESSIVE), strict=True))

# What a pattern is made of, as far as finding what a quantifier stands behind needs it.
_TOKEN = re.compile(
    r"""(?P<idle>\(\?\#[^)]*\)|\(\?[aiLmsux]+\))
    |(?P<open>\((?!\?P=))
    |(?P<close>\))
    |(?P<repeat>(?:[*+?]|\{(?=[\d,])\d*(?:,\d*)?\})[+?]?)
    |\(\?P=\w+\)
    |\\(?:x..|u.{4}|U.{8}|N\{[^}]*\}|\d+|.)
    |\[\^?\]?(?:\\.|[^\]\\])*\]
    |.""",
    re.VERBOSE | re.DOTALL,
)
_GROUP_HEAD = re.compile(r"\?(?:P<\w+>|<?[=!]|[>|]|\(\w+\)|[aiLmsux-]*:)")


class Charset(dict[str, bool]):
    """Which characters an element of a pattern takes; asked with ``charset[character]``."""

    def __init__(self, operator: Any, argument: Any, flags: int) -> None:
        super().__init__()
        self._operator, self._argument = operator, argument
        self._ignores_case = bool(flags & re.IGNORECASE)
        self._dot_takes_all = bool(flags & re.DOTALL)

    def __missing__(self, character: str) -> bool:
        forms = {character}
        if self._ignores_case:
            forms |= {character.lower(), character.upper()}
        verdict = self._takes({ord(form) for form in forms if len(form) == 1}, character)
        self[character] = verdict
        return verdict

    def _takes(self, codes: set[int], character: str) -> bool:
        if self._operator is sre.ANY:
            return self._dot_takes_all or character != "\n"
        if self._operator is not sre.IN:
            return (self._argument in codes) is (self._operator is sre.LITERAL)
        return self.is_negated() is not any(
            _holds(item, codes, character) for item in self._argument
        )

    def is_negated(self) -> bool:
        negated = self._operator is sre.IN and self._argument[0][0] is sre.NEGATE
        return negated or self._operator is sre.NOT_LITERAL

    def named(self) -> str:
        """Return some characters that the element names, those of the first 50 items."""
        one = (self._operator, self._argument)
        items = self._argument[:50] if self._operator is sre.IN else [one]
        codes: list[int] = []
        for operator, argument in items:
            if operator in (sre.LITERAL, sre.NOT_LITERAL):
                codes.append(argument)
            elif operator is sre.RANGE:
                codes.extend((argument[0], sum(argument) // 2))
        return "".join(map(chr, codes))

    def shared_ways(self) -> list[tuple[Any, Any]]:
        """Return the items of a set as a choice, if a range among them holds what another does."""
        if self._operator is not sre.IN or self.is_negated():
            return []
        items = self._argument[:50]
        ranges = {item for item in items if item[0] is sre.RANGE}
        starts = [
            (item, chr(item[1] if item[0] is sre.LITERAL else item[1][0]))
            for item in items
            if item[0] is not sre.CATEGORY
        ]
        if not any(
            _holds(one, {ord(start)}, start) for item, start in starts for one in ranges - {item}
        ):
            return []
        return [(sre.BRANCH, (None, [[(sre.IN, [item])] for item in items]))]


def _holds(item: tuple[Any, Any], codes: set[int], character: str) -> bool:
    operator, argument = item
    if operator is sre.LITERAL:
        return argument in codes
    if operator is sre.RANGE:
        return any(argument[0] <= code <= argument[1] for code in codes)
    return operator is sre.CATEGORY and _in_category(argument, character)


def _in_category(category: Any, character: str) -> bool:
    if category in (sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_DIGIT):
        return character.isdecimal() is (category is sre.CATEGORY_DIGIT)
    if category in (sre.CATEGORY_SPACE, sre.CATEGORY_NOT_SPACE):
        return character.isspace() is (category is sre.CATEGORY_SPACE)
    return is_word(character) is (category is sre.CATEGORY_WORD)


def is_word(character: str) -> bool:
    """Tell whether ``\\w`` takes ``character``."""
    return character.isalnum() or character == "_"


class Program:
    """A pattern as instructions, each a tuple of its kind, its arguments and what comes next.

    With ``whole`` a match must reach the end of the text.
    """

    def __init__(self, pattern: str, *, whole: bool) -> None:
        parsed = _parser.parse(pattern)
        self.instructions: list[tuple[Any, ...]] = [(ACCEPT,)]
        self.charsets: dict[Any, Charset] = {}
        self.loops = 0
        # The instructions of repeats from the last to the first to end, as they are added; -1 for
        # what needs none of its own.
        self._repeats: list[int] = []
        self._sources = _repeated_parts(pattern)
        if len(self._sources) != _count_repeats(parsed):
            self._sources = []  # the parser has drawn parts together
        self._groups = _find_referred(parsed)
        self.refers = bool(self._groups)
        # Places at the start of a match: none of the groups yet, no round of a counted loop.
        self.places: list[int] = [-1] * (2 * len(self._groups))
        end = self._add(PLACE, sre.AT_END_STRING, 0) if whole else 0
        self.start = self._sequence(parsed, parsed.state.flags, end)

    def source_of(self, repeat: int) -> str:
        """Return the part of the pattern that the instruction ``repeat`` stands for, if known."""
        if repeat not in self._repeats or not self._sources:
            return ""
        return self._sources[-1 - self._repeats.index(repeat)]

    def _add(self, *instruction: Any) -> int:
        self.instructions.append(instruction)
        return len(self.instructions) - 1

    def _sequence(self, nodes: Parsed, flags: int, after: int) -> int:
        """Add ``nodes`` from last to first; return where they start."""
        for operator, argument in reversed(list(nodes)):
            if operator in CHARACTERS:
                after = self._add(TEST, self._charset(operator, argument, flags), after)
            elif operator in REPEATS:
                after = self._repeat(MODES[operator], argument, flags, after)
            elif operator is sre.SUBPATTERN:
                after = self._group(argument, flags, after)
            elif operator is sre.BRANCH:
                after = self._ways(argument[1], flags, after)
            else:
                after = self._special(operator, argument, flags, after)
        return after

    def _ways(self, branches: Sequence[Parsed], flags: int, after: int) -> int:
        starts = [self._sequence(branch, flags, after) for branch in reversed(branches)]
        return self._add(FORK, tuple(reversed(starts)))

    def _special(self, operator: Any, argument: Any, flags: int, after: int) -> int:
        if operator is sre.AT:
            return self._add(
                PLACE, argument, after
            )  # a line has no line end inside: any ^ is alike
        if operator is sre.ATOMIC_GROUP:
            return self._add(ATOMIC, self._sequence(argument, flags, 0), after)
        if operator in (sre.ASSERT, sre.ASSERT_NOT):
            direction, nodes = argument
            back = nodes.getwidth()[0] if direction < 0 else 0
            inner = self._sequence(nodes, flags, 0)
            return self._add(LOOK, inner, operator is sre.ASSERT, back, after)
        if operator is sre.GROUPREF:
            return self._add(REFER, 2 * self._groups.index(argument), flags, after)
        if operator is sre.GROUPREF_EXISTS:  # either way is tried: no more than a bound is needed
            return self._ways([nodes or [] for nodes in argument[1:]], flags, after)
        return self._add(FAIL)

    def _group(self, argument: Any, flags: int, after: int) -> int:
        group, _, _, nodes = argument
        flags = _inner_flags(argument, flags)
        if group not in self._groups:
            return self._sequence(nodes, flags, after)
        slot = 2 * self._groups.index(group)
        inner = self._sequence(nodes, flags, self._add(SET, slot + 1, None, after))
        return self._add(SET, slot, None, inner)

    def _repeat(self, mode: int, argument: Any, flags: int, after: int) -> int:
        least, most, nodes = int(argument[0]), int(argument[1]), argument[2]
        place = len(self._repeats)
        self._repeats.append(-1)
        charset = self._run_charset(nodes, flags)
        if charset is not None and (ways := self._doubtful_ways(place, charset)):
            charset, nodes = None, ways
        if charset is not None:
            self._repeats[place] = self._add(RUN, charset, least, most, mode, after)
            return self._repeats[place]
        if (least, most) == (0, 1) and mode != POSSESSIVE:
            ends = (self._sequence(nodes, flags, after), after)
            return self._add(FORK, ends if mode == GREEDY else ends[::-1])
        if mode == POSSESSIVE:
            head, start = self._loop(GREEDY, (least, most, nodes), flags, 0)
            start = self._add(ATOMIC, start, after)
        else:
            head, start = self._loop(mode, (least, most, nodes), flags, after)
        self._repeats[place] = head
        return start

    def _charset(self, operator: Any, argument: Any, flags: int) -> Charset:
        """Return the one charset for equal elements."""
        items = tuple(argument) if operator is sre.IN else argument
        key = (operator, items, flags & (re.IGNORECASE | re.DOTALL))
        if key not in self.charsets:
            self.charsets[key] = Charset(operator, items, flags)
        return self.charsets[key]

    def _run_charset(self, nodes: Parsed, flags: int) -> Charset | None:
        """Return the charset of ``nodes`` if they are one character and no group to remember.

        A matcher eats such a repeat in one go; rounds of a remembered group cost it more.
        """
        while len(nodes) == 1:
            operator, argument = nodes[0]
            if operator in CHARACTERS:
                return self._charset(operator, argument, flags)
            if operator is not sre.SUBPATTERN or argument[0] is not None:
                return None
            flags = _inner_flags(argument, flags)
            nodes = argument[3]
        return None

    def _doubtful_ways(self, place: int, charset: Charset) -> Parsed:
        """Return alternatives that the parser made one set of, if they share a character.

        ``regex`` tries them one after the other when a range is among them.
        """
        in_group = bool(self._sources) and self._sources[-1 - place].startswith("(")
        return charset.shared_ways() if in_group else []

    def _loop(self, mode: int, argument: Any, flags: int, after: int) -> tuple[int, int]:
        """Add a loop over more than a character; return its head and where it is entered.

        Rounds are counted only where bounds ask for it.
        """
        least, most, nodes = int(argument[0]), int(argument[1]), argument[2]
        bit, self.loops = 1 << self.loops, self.loops + 1
        slot = -1
        if least > 1 or most != ENDLESS:
            slot = len(self.places)
            self.places.append(0)
        head = self._add(FAIL)  # its body has to know where the loop is
        body = self._sequence(nodes, flags, head)
        self.instructions[head] = (LOOP, body, bit, slot, least, most, mode, after)
        if slot < 0:
            return head, self._add(ENTER, bit, least == 1, body if least == 1 else head)
        return head, self._add(ENTER, bit, False, self._add(SET, slot, 0, head))


def _inner_flags(argument: Any, flags: int) -> int:
    """Return the flags inside a group whose parsed form is ``argument``."""
    return int((flags | argument[1]) & ~argument[2])


def _find_nodes(nodes: Parsed) -> Iterator[tuple[Any, Any]]:
    """Yield all nodes of a parsed pattern, in no order."""
    todo: list[Any] = [nodes]
    while todo:
        for operator, argument in todo.pop():
            yield operator, argument
            todo.extend(_inner_nodes(operator, argument))


def _find_referred(nodes: Parsed) -> list[int]:
    """Return the groups that a backreference reads."""
    return sorted({what for operator, what in _find_nodes(nodes) if operator is sre.GROUPREF})


def _count_repeats(nodes: Parsed) -> int:
    return sum(operator in REPEATS for operator, _ in _find_nodes(nodes))


def _inner_nodes(operator: Any, argument: Any) -> Iterable[Parsed]:
    """Return the sequences of nodes that stand inside a node."""
    if operator is sre.BRANCH:
        return tuple(argument[1])
    if operator is sre.SUBPATTERN:
        return (argument[3],)
    if operator is sre.ATOMIC_GROUP:
        return (argument,)
    if operator in REPEATS:
        return (argument[2],)
    if operator in (sre.ASSERT, sre.ASSERT_NOT):
        return (argument[1],)
    if operator is sre.GROUPREF_EXISTS:
        return tuple(nodes for nodes in argument[1:] if nodes)
    return ()


def _repeated_parts(pattern: str) -> list[str]:
    """Return what quantifiers stand behind, they included, in the order in which they end.

    >>> _repeated_parts(r"(a+|[)*]?)*b{2,}c{x")
    ['a+', '[)*]?', '(a+|[)*]?)*', 'b{2,}']
    """
    parts: list[str] = []
    opened: list[int] = []
    start = at = 0
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        assert token is not None  # any character is a token
        at, kind = token.end(), token.lastgroup
        if kind == "repeat":
            parts.append(pattern[start:at])
        elif kind == "open":
            opened.append(token.start())
            head = _GROUP_HEAD.match(pattern, at)
            at = head.end() if head else at
        elif kind == "close":
            start = opened.pop() if opened else 0
        elif kind is None:
            start = token.start()
    return parts
