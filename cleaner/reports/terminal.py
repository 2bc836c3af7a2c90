"""What a terminal shows: names and a summary, control characters never raw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

# Build hosts read `##[error]`, `##vso[...]` anywhere in a line of output as a command.
COMMAND = re.compile(r"##(?=\w*\[)")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return ``text`` with what a terminal or a build host acts on, or hides, written as escapes.

    >>> printable("a\\x1b[31mb\\u200b")
    'a\\\\x1b[31mb\\\\u200b'
    """
    if "##" in text:
        text = COMMAND.sub(r"\\x23#", text)
    # Nearly all text is printable, and then there is nothing to look at.
    return text if text.isprintable() else "".join(map(_escape, text))


def printable_path(path: str) -> str:
    """Return ``path`` as it may begin a line: a build host takes two colons there for a command.

    >>> printable_path("::error::a\\t.txt")
    './::error::a\\\\t.txt'
    """
    prefix = "./" if path.lstrip().startswith("::") else ""
    return prefix + printable(path.replace("\t", "\\t"))


def _escape(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN or character == "\t":
        return character
    return character.encode("unicode_escape").decode()


def render_summary(statuses: Mapping[str, int], edits: int, verb: str) -> str:
    """Return the line that closes a run: documents by what became of them, and edits.

    >>> render_summary({"clean": 2, "changed": 1}, 4, "would change")
    '3 documents: 1 would change, 2 clean; 4 edits'
    """
    names = {"changed": verb}
    ranked = sorted((s, count) for s, count in statuses.items() if count)
    parts = [f"{count:,} {names.get(status, status)}" for status, count in ranked]
    total = count_of(sum(statuses.values()), "document")
    return f"{total}: {', '.join(parts) or 'none'}; {count_of(edits, 'edit')}"


def render_counts(rules: Mapping[str, int]) -> Iterator[str]:
    """Yield one line a rule, the commonest first."""
    width = max(map(len, rules), default=0)
    for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {rule:<{width}}  {count:>7,}"


def count_of(count: int, noun: str) -> str:
    """Return ``count`` things in words.

    >>> count_of(1, "edit"), count_of(1200, "edit")
    ('1 edit', '1,200 edits')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
