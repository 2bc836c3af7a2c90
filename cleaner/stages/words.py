"""Listed words: each whole word that a list corrects in, its correction in the same case out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from cleaner.edits import Edit
from cleaner.patterns import lazy_regex
from cleaner.rule import Rule
from cleaner.scan import Context, Line

BUILT_INS: tuple[str, ...] = ()

# What may not stand beside a word: it would be a part of a longer one.
_INSIDE = lazy_regex(r"[\p{L}\p{M}\p{N}\p{Pc}\p{Cf}]")
# Marks that glue parts of names, paths and codes together, such as in lavron.example or a/lavron.
_GLUE_BEFORE = frozenset("@#/\\.=$%&+~")
_GLUE_AFTER = frozenset("@/\\=$%&+~")
# A word alone in quotation marks is spoken of.
_QUOTES = frozenset("\"'“”„‘’‚«»‹›`")


def find_edits(text: str, context: Context) -> Iterator[Edit]:
    """Yield a replacement for each listed word, lower, Title or CAPITALS, outside protected spans."""
    for rule in context.rules("words"):
        forms = _forms(rule)
        for line, places in context.hit_lines(rule.id):
            for place in places:
                start = place.end - len(place.needle)
                right = forms.get(text[start : place.end])
                if right is not None and _stands_alone(text, start, place.end, context, line):
                    wrong = text[start : place.end]
                    yield Edit(start, place.end, right, (rule.id,), (f"{wrong} → {right}",))


def _stands_alone(text: str, start: int, end: int, context: Context, line: Line) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _INSIDE.match(before) or _INSIDE.match(after):
        return False
    if (before in _GLUE_BEFORE and before) or (after in _GLUE_AFTER and after):
        return False
    if before in _QUOTES and after in _QUOTES:
        return False
    return context.is_free(line, start, end)


@cache
def _forms(rule: Rule) -> Mapping[str, str]:
    """Return the forms of the words of ``rule`` with their corrections in the same case."""
    forms: dict[str, str] = {}
    assert isinstance(rule.words, dict)  # the loader has checked it
    for wrong, right in rule.words.items():
        forms.setdefault(wrong, right)
        forms.setdefault(wrong.lower(), right)
        forms.setdefault(wrong[:1].upper() + wrong[1:].lower(), right[:1].upper() + right[1:])
        if len(wrong) > 1:
            forms.setdefault(wrong.upper(), right.upper())
    return forms
