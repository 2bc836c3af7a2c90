"""The pattern language of .gitignore: lines in, patterns out that match one path each, as git does.

Written for the start of a hook: a library for it costs more than reading ten small files, and none
tells a match of a path from a match of a folder above it, which nested files of patterns need.
Unlike in git, ``?`` and brackets take a character, not a byte, and no bracket holds a slash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import methodcaller

ANY_PARTS = "**"  # as a whole part: any number of folders
_SPECIAL = re.compile(r"[*?\[\\]")
_BRACKET = re.compile(r"\[([!^]?)(\]?(?:\[:\w*:\]|\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER = re.compile(r"\[:(\w*):\]|\\?(.)(?:-\\?([^\]]))?", re.DOTALL)
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True)
class IgnorePattern:
    """One line: ``parts`` of a path from the folder of its file, or of the name alone.

    ``negated`` takes back what an earlier pattern said; ``folders_only`` matches no file.
    """

    parts: tuple[str, ...]
    anchored: bool
    negated: bool
    folders_only: bool

    def matches(self, path: Sequence[str], *, is_folder: bool) -> bool:
        """Tell whether ``path``, the parts below the folder of the pattern's file, is meant itself.

        >>> [pattern] = load_patterns(["arsip/**/*.txt"])
        >>> pattern.matches(["arsip", "2020", "mei", "a.txt"], is_folder=False)
        True
        """
        if self.folders_only and not is_folder:
            return False
        if not self.anchored:
            return _part_matches(self.parts[0], path[-1])
        if len(self.parts) != len(path) and ANY_PARTS not in self.parts:
            return False
        return _parts_match(self.parts, path)


def load_patterns(lines: Iterable[str]) -> list[IgnorePattern]:
    """Return the patterns of ``lines``, without line ends, in order; blank lines and comments go."""
    return list(_load(lines))


def decide(
    patterns: Sequence[IgnorePattern], path: Sequence[str], *, is_folder: bool
) -> bool | None:
    """Tell whether ``patterns`` ignore ``path``: the last that matches decides; None if none does."""
    for pattern in reversed(patterns):
        if pattern.matches(path, is_folder=is_folder):
            return not pattern.negated
    return None


def is_closed(pattern: str) -> bool:
    """Tell whether the brackets and backslashes of one part of a pattern are complete."""
    return _NOTHING not in _expression(pattern)


def _load(lines: Iterable[str]) -> Iterator[IgnorePattern]:
    for line in lines:
        if line.startswith("#"):
            continue
        text = _strip_blanks(line)
        negated = text.startswith("!")
        text = text.removeprefix("!")
        folders_only = text.endswith("/")
        text = text.removesuffix("/")
        parts = text.removeprefix("/").split("/")
        if parts != [""]:
            plain = (ANY_PARTS if _is_any(part) else part for part in parts)
            yield IgnorePattern(tuple(plain), "/" in text, negated, folders_only)


def _is_any(part: str) -> bool:
    return len(part) > 1 and not part.strip("*")


def _strip_blanks(line: str) -> str:
    """Return ``line`` without the blanks at its end that no backslash keeps."""
    bare = line.rstrip(" ")
    backslashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if backslashes % 2 and bare != line else bare


def _parts_match(parts: Sequence[str], path: Sequence[str]) -> bool:
    # As for one star in a name: to go back to the last ** is enough, so the time is bounded by
    # the product of the lengths whatever the pattern.
    at = step = 0
    retry: tuple[int, int] | None = None
    while at < len(path):
        if step < len(parts) and parts[step] == ANY_PARTS:
            step += 1
            if step == len(parts):
                return True  # at the end it stands for what is in a folder, and there is some
            retry = step, at
        elif step < len(parts) and _part_matches(parts[step], path[at]):
            step, at = step + 1, at + 1
        elif retry is not None:
            step, at = retry = retry[0], retry[1] + 1
        else:
            return False
    return step == len(parts)


def _part_matches(part: str, name: str) -> bool:
    return bool(_matcher(part)(name))


@lru_cache(maxsize=4096)
def _matcher(part: str) -> Callable[[str], object]:
    """Return what tells whether a name is meant by ``part``; most need no expression."""
    if not _SPECIAL.search(part):
        return part.__eq__
    if part[0] == "*" and not _SPECIAL.search(part, 1):
        return methodcaller("endswith", part[1:])
    return re.compile(_expression(part), re.DOTALL).fullmatch


def _expression(part: str) -> str:
    """Return ``part`` as an expression; the first way past a star is kept, so that none blows up."""
    pieces = list(_pieces(re.sub(r"(?<!\\)\*+", "*", part)))
    if _NOTHING in pieces:
        return _NOTHING
    first, *rest = "".join(pieces).split("\0")
    if not rest:
        return first
    return first + "".join(f"(?>.*?{piece})" for piece in rest[:-1]) + f".*{rest[-1]}"


def _pieces(part: str) -> Iterator[str]:
    """Yield the parts of the expression for ``part``, a star as a NUL, which no name holds."""
    at = 0
    while at < len(part):
        mark, at = part[at], at + 1
        if mark == "*":
            yield "\0"
        elif mark == "?":
            yield "."
        elif mark == "[":
            bracket = _BRACKET.match(part, at - 1)
            yield _members(bracket) if bracket else _NOTHING
            at = bracket.end() if bracket else len(part)
        elif mark == "\\":
            yield re.escape(part[at]) if at < len(part) else _NOTHING
            at += 1
        else:
            yield re.escape(mark)


def _members(bracket: re.Match[str]) -> str:
    """Return the set of a bracket as an expression."""
    members = []
    for name, start, end in _MEMBER.findall(bracket[2]):
        if name and name not in _CLASSES:
            return _NOTHING
        if name:
            members.append(_CLASSES[name])
        elif start < end:
            members.append(f"{re.escape(start)}-{re.escape(end)}")
        else:
            members.append(re.escape(start))
    if not members:
        return "." if bracket[1] else _NOTHING
    return f"[{'^' if bracket[1] else ''}{''.join(members)}]"
