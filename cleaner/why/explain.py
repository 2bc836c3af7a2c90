"""Why a line was (not) changed: settings, a document's bytes and a place in, an ``Answer`` out.

What acted is read from the run itself. What did not is asked by counterfactuals (``why.probes``):
a rule that acts once all is lifted is withheld by each constraint whose return alone stops it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import get_args

from cleaner.cleaned import Cleaned
from cleaner.errors import InputError
from cleaner.pipeline import Cleaner
from cleaner.rule_choice import named_rules
from cleaner.scan import Line, Lines
from cleaner.settings import Settings
from cleaner.why.answer import Answer, Part, RuleAnswer
from cleaner.why.facts import find_protected_spans, language_fact
from cleaner.why.inquiry import Inquiry
from cleaner.why.place import Place
from cleaner.why.sights import fate_of

PARTS: tuple[Part, ...] = get_args(Part)


def explain_line(
    settings: Settings, data: bytes, place: Place, rules: Sequence[str] = ()
) -> Answer:
    """Return what rules have to do with the line at ``place`` of the document ``data``.

    ``rules`` (ids, packs, id prefixes) are asked about alone, and also when nothing that they look
    for stands there. Raises ``InputError`` for a line or a column that is not there, ``DecodeError``,
    ``SettingsError`` and ``PackError``.
    """
    cleaner = Cleaner(settings)
    everything = [rule for pack in cleaner.choice.packs for rule in pack.rules]
    asked = named_rules(rules, "rule", everything)
    cleaned = cleaner.clean_bytes(data, place.path)
    inquiry = Inquiry(cleaner, cleaned, _find_line(cleaned.original, place))
    answers = sorted(inquiry.answers(asked), key=lambda answer: PARTS.index(answer.part))
    return _answer(inquiry, place, answers)


def _find_line(text: str, place: Place) -> Line:
    lines = Lines.of(text)
    count = len(lines) - (text.endswith("\n") or not text)
    if place.line > count:
        what = f"has {count:,} line{'' if count == 1 else 's'}, not {place.line:,}"
        raise InputError(place.path, what, "name one of them")
    line = lines[place.line - 1]
    length = line.end - line.start
    if place.column is not None and place.column > length + 1:
        what = f"line {place.line:,} has {length:,} columns, not {place.column:,}"
        raise InputError(place.path, what, "name one of them")
    return line


def _answer(inquiry: Inquiry, place: Place, answers: Collection[RuleAnswer]) -> Answer:
    cleaned, line, snapshot = inquiry.cleaned, inquiry.line, inquiry.snapshots[0]
    language = snapshot.verdicts.language
    shown = tuple(answer for answer in answers if _is_at(answer, place.column))
    fate, becomes = fate_of(cleaned, line)
    return Answer(
        source=place.path,
        line=place.line,
        column=place.column,
        text=cleaned.original[line.start : line.end],
        fate=fate,
        becomes=becomes,
        status=cleaned.status,
        message=cleaned.message,
        language=language,
        language_fact=language_fact(cleaned.original, language, inquiry.settings.lang),
        markup=snapshot.verdicts.markup,
        encoding=_encoding(cleaned),
        protected=tuple(find_protected_spans(inquiry.probes.bare_context(snapshot), line)),
        rules=shown,
        others=len(answers) - len(shown),
    )


def _is_at(answer: RuleAnswer, column: int | None) -> bool:
    if column is None or not answer.columns:
        return True
    return any(first <= column <= last for first, last in answer.columns)


def _encoding(cleaned: Cleaned) -> str:
    return f"{cleaned.encoding} with byte order mark" if cleaned.bom else cleaned.encoding
