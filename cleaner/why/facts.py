"""Facts of a document that decide what rules may do: a text in, words for a reader out."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.language import LEAST_LETTERS, language_scores
from cleaner.protected import find_fenced_lines
from cleaner.scan import Context, Line
from cleaner.why.answer import Protected

_SHOWN_SCORES = 3
CUT = 80  # code points of a text that a fact quotes


def quote(text: str) -> str:
    """Return ``text`` in backticks, cut in the middle where it is long.

    >>> quote("a" * 100)[36:46]
    'aaaa … aaa'
    """
    flat = text.replace("\r", "").replace("\n", "⏎")
    if len(flat) > CUT:
        flat = f"{flat[: CUT // 2 - 1]} … {flat[len(flat) - CUT // 2 + 2 :]}"
    return f"`{flat}`"


def quote_change(before: str, after: str) -> str:
    """Return ``after`` in backticks, where it is long the part in which it differs from ``before``.

    >>> quote_change("a" * 90 + "b", "a" * 90 + "c")
    '`… aaaaaaaaaaaaaaaaaaaac`'
    """
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    if len(after) <= CUT or at < CUT // 2:
        return quote(after)
    start = at - CUT // 4
    return f"`… {after[start : start + CUT - 4]}{' …' if start + CUT - 4 < len(after) else ''}`"


def columns(first: int, last: int) -> str:
    """Return ``column 3`` or ``columns 3-5``.

    >>> columns(3, 5), columns(3, 3)
    ('columns 3-5', 'column 3')
    """
    return f"column {first}" if first >= last else f"columns {first}-{last}"


def language_fact(text: str, language: str | None, lang: str | None) -> str:
    """Return why the verdict on the language of ``text`` is ``language``; ``lang`` is the user's."""
    if lang is not None:
        return f"--lang {lang} says so"
    scores = list(language_scores(text).items())[:_SHOWN_SCORES]
    shares = ", ".join(f"{name} {share:.2f}" for name, share in scores)
    if language is not None:
        return f"shares of its words: {shares}"
    letters = sum(map(str.isalpha, text))
    if letters < LEAST_LETTERS:
        return f"{letters} letters, {LEAST_LETTERS} are needed"
    return f"no clear winner: {shares}" if shares else "no language that is known by its words"


def find_protected_spans(context: Context, line: Line) -> Iterator[Protected]:
    """Yield what structure and words leave alone on ``line``, in order."""
    if context.is_protected(line):
        yield Protected(_whole_line(context, line), 1, max(1, line.end - line.start))
        return
    for start, end in context.protected(line):
        what = _span(context.text[start:end])
        yield Protected(what, start - line.start + 1, end - line.start)


def _whole_line(context: Context, line: Line) -> str:
    texts = [context.text[other.start : other.end] for other in context.lines]
    if find_fenced_lines(texts)[line.number]:
        return "code fence"
    return "table" if "|" in texts[line.number] else "front matter"


def _span(text: str) -> str:
    if text.startswith("`"):
        return "inline code"
    if text.startswith(("#", "＃")):
        return "#tag"
    if text.startswith("@"):
        return "@handle"
    if "://" in text or text[:4].lower() == "www.":
        return "address"
    return "e-mail address" if "@" in text else "name of a host, a file or code"
