"""A page about rules: packs in, Markdown with every rule out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.reports.rules import facts_of
from cleaner.reports.terminal import count_of, printable
from cleaner.rule import Pack, Rule

_HEAD = """\
# Rules

Every rule of these packs, with what it changes and what it leaves. Written by
`cleaner rules reference`; [rules.md](rules.md) explains the keys.
"""
# These stand in the heading, or say the same for all.
_ELSEWHERE = ("pack",)
_SHOWN = 3  # examples and near-misses of a rule


def render_page(packs: Sequence[Pack]) -> str:
    """Return the page: a table of the packs, then a section a pack and a part a rule, in order."""
    packs = [pack for pack in packs if pack.rules]
    lines = [_HEAD, "| pack | rules | what it is about |", "| --- | --- | --- |"]
    lines += [
        f"| [{pack.name}](#{pack.name}) | {len(pack.rules)} | {_cell(pack.summary)} |"
        for pack in packs
    ]
    for pack in packs:
        lines += ["", f"## {pack.name}", "", _text(pack.summary), "", _pack_facts(pack)]
        for rule in pack.rules:
            lines += _rule(rule)
    return "\n".join(lines) + "\n"


def _pack_facts(pack: Pack) -> str:
    languages = ", ".join(pack.languages) or "any"
    off = "" if pack.default else " Off unless it is selected."
    licence = f" Licence: {pack.licence}." if pack.licence else ""
    return f"{count_of(len(pack.rules), 'rule')}. Languages: {languages}.{licence}{off}"


def _rule(rule: Rule) -> Iterator[str]:
    yield from ("", f"### {rule.id}", "", _text(rule.why), "")
    for name, value in facts_of(rule).items():
        # What selects the lines for code says nothing to a reader.
        if value and name not in _ELSEWHERE and (name, rule.kind) != ("pattern", "built-in"):
            code = name in ("pattern", "becomes", "ends", "before", "after", "below")
            yield f"- {name}: {_code(value) if code else _text(value)}"
    for before, after in rule.examples[:_SHOWN]:
        told = f"{_code(before)} becomes {_code(after)}" if after else f"{_code(before)} goes"
        yield f"- {told}" if before != after else f"- flags {_code(before)}"
    for text in rule.keep[:_SHOWN]:
        yield f"- leaves {_code(text)}"


def _code(text: str) -> str:
    """Return ``text`` as a code span on one line, whatever stands in it."""
    shown = printable(text.replace("\n", "⏎"))
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith(("`", " ")) or shown.endswith(("`", " ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _text(text: str) -> str:
    """Return ``text`` on one line, with what Markdown would read as a sign written as itself."""
    return re.sub(r"([*_<>\[\]])", r"\\\1", printable(" ".join(text.split())))


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")
