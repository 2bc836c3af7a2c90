"""Brackets and quotation marks without a partner: a line in, the offset of its one unmatched mark out."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.patterns import lazy_pattern

_CLOSERS = {")": "(", "]": "["}
# What a closing bracket without an opening one may follow: the number of a list item (`1)`, `a)`).
_LIST_MARK = lazy_pattern(r"(?:^|\s)(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\.?$")
# Faces: `:)`, `:-)`, `;(`.
_FACE = lazy_pattern(r"(?:(?<=\s)|^)[>]?[:;=xX8]['’]?[-o^]?[()\[\]]+")
# These marks quote in other ways (`„…“`, `»…«`, two closing ones): nothing can be said.
_OTHER_QUOTES = lazy_pattern(r"[„«»‟]")

Spans = Sequence[tuple[int, int]]


def unmatched_bracket(line: str, skip: Spans) -> int | None:
    """Return the offset of the one bracket without a partner, None if there is none or more.

    A nearer bracket is matched first; list marks, faces and the spans of ``skip`` do not count.

    >>> unmatched_bracket("negara itu (sebagai anggota (NATO).", ())
    11
    >>> unmatched_bracket("1) negara (anggota) :)", ())
    """
    idle = [*skip, *(match.span() for match in _FACE.finditer(line))]
    left: list[int] = []
    opened: list[int] = []
    for at in (at for at, char in enumerate(line) if char in "()[]"):
        if _inside(at, idle):
            continue
        if line[at] not in _CLOSERS:
            opened.append(at)
        elif opened and line[opened[-1]] == _CLOSERS[line[at]]:
            opened.pop()
        elif not _LIST_MARK.search(line[max(0, at - 6) : at]):
            left.append(at)
    left += opened
    return left[0] if len(left) == 1 else None


def unmatched_quote(line: str, skip: Spans) -> int | None:
    """Return the offset of the one curly quotation mark without a partner.

    >>> unmatched_quote("“Kami datang, kata Budi.", ())
    0
    >>> unmatched_quote("”Kami datang,” kata Budi.", ())
    """
    if _OTHER_QUOTES.search(line) or ("“" not in line and line.count("”") % 2 == 0):
        return None
    marks = [at for at, char in enumerate(line) if char in "“”" and not _inside(at, skip)]
    left: list[int] = []
    opened: list[int] = []
    for at in marks:
        if line[at] == "“":
            opened.append(at)
        elif opened:
            opened.pop()
        else:
            left.append(at)
    left += opened
    return left[0] if len(left) == 1 else None


def _inside(at: int, spans: Spans) -> bool:
    return any(start <= at < end for start, end in spans)
