"""The answer to "why was this line (not) changed?" as text for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from cleaner.reports.terminal import printable
from cleaner.why.answer import OFF, Answer, Part, RuleAnswer
from cleaner.why.facts import columns, quote, quote_change

MAX_NEAR = 10  # near misses that are shown unless all are asked for
_HEADS: dict[Part, str] = {
    "changes": "changes it",
    "proposes": "proposed, not applied",
    "flags": "flagged, not changed",
    "withheld": "withheld",
    "near": "nearly matched",
    "silent": "did not look here",
}


def render_answer(answer: Answer, *, everything: bool = False) -> str:
    """Return ``answer`` in lines that end in a newline; ``everything`` shows all near misses."""
    lines = [*_head(answer)]
    for part, rules in groupby(answer.rules, key=lambda rule: rule.part):
        found = list(rules)
        shown = found if part != "near" or everything else _nearest(found)
        lines += ["", _HEADS[part], *_rules(shown)]
        if len(shown) < len(found):
            left = "more" if shown else "of rules that are off"
            lines.append(f"  {len(found) - len(shown)} {left}; --all shows them")
    if not answer.rules:
        lines += ["", "no rule looks for anything that stands here"]
    if answer.others:
        more = "more rule looks" if answer.others == 1 else "more rules look"
        lines += ["", f"{answer.others} {more} at other columns; leave the column out to see all"]
    return "".join(f"{printable(line)}\n" for line in lines)


def render_answer_json(answer: Answer) -> str:
    """Return ``answer`` as one JSON object in ASCII, keys as in ``Answer``."""
    return json.dumps(asdict(answer), indent=2) + "\n"


def _head(answer: Answer) -> Iterator[str]:
    column = f":{answer.column}" if answer.column is not None else ""
    yield f"{answer.source}:{answer.line}{column}: {quote(answer.text)}"
    becomes = f": {quote_change(answer.text, answer.becomes)}" if answer.becomes is not None else ""
    yield f"  line       {answer.fate}{becomes}"
    message = f" ({answer.message})" if answer.message else ""
    yield f"  document   {answer.status}{message}; {answer.markup}; {answer.encoding}"
    yield f"  language   {answer.language or 'unknown'} ({answer.language_fact})"
    for span in answer.protected:
        yield f"  protected  {columns(span.first, span.last)}: {span.what}"


def _nearest(rules: Sequence[RuleAnswer]) -> list[RuleAnswer]:
    """Return the first of those that run at all."""
    running = [rule for rule in rules if not any(r.hindrance in OFF for r in rule.reasons)]
    return running[:MAX_NEAR]


def _rules(rules: Iterable[RuleAnswer]) -> Iterator[str]:
    for rule in rules:
        yield f"  {rule.rule} ({rule.kind}, {rule.safety}, {rule.pack}): {rule.why}"
        yield from (f"    {line}" for line in _rule(rule))


def _rule(rule: RuleAnswer) -> Iterator[str]:
    would = "would do: " if rule.part == "withheld" else ""
    if rule.does:
        yield would + rule.does
    if rule.part == "changes" and rule.evidence:
        yield rule.evidence
    for reason in rule.reasons:
        yield f"{reason.hindrance}: {reason.fact}"
        if reason.flip:
            yield f"  to flip it: {reason.flip}"
    if rule.tried:
        yield f"tried with {'that' if len(rule.reasons) == 1 else 'all that'}: {rule.tried}"
    if rule.keep:
        yield "to keep it: " + "; or ".join(rule.keep)
    if rule.near:
        yield rule.near
        if rule.pattern:
            yield f"pattern: {quote(rule.pattern)}"
        yield f"see: cleaner rules explain {rule.rule}"
