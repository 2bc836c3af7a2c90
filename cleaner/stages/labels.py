"""Labels of cross-links inside a line: a context in, links whose headline has a certain end out.

``Baca juga: <headline>`` in the middle of a paragraph is cut only where something tells the end of
the headline: the line's end, what the rule's ``ends`` knows, furniture that is cut, the next
label, or the same headline elsewhere in the document. Otherwise a flag says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cleaner.edits import Edit, Flag
from cleaner.rule import Rule
from cleaner.scan import Context, Line
from cleaner.shapes import BLANKS, MAX_HEADLINE, is_headline
from cleaner.stages.apart import end_before, follows_sentence, is_quoted

# Words of a headline at least; a reference (a verse, a book, an entry) mostly has fewer.
MIN_WORDS = 5
REACH = 2 * MAX_HEADLINE  # code points behind a label in which its headline ends
_WORD = re.compile(r"[^\W\d_]+")
_DOUBT = "no line end, known end, next label or same headline elsewhere tells where it ends"


Words: TypeAlias = tuple[str, ...]


class Link(NamedTuple):
    """A label at ``[start, label_end)`` with its headline up to ``end``; None: nobody knows."""

    rule: Rule
    line: Line
    start: int
    label_end: int
    end: int | None = None

    @property
    def leads(self) -> bool:
        """Tell whether the label begins its line: there it is for rules of kind ``prefix``."""
        return self.start == self.line.start


def find_label_edits(context: Context, spans: Sequence[Edit]) -> Iterator[Edit]:
    """Yield a deletion for each link with a certain end; ``spans`` are what else is cut in lines."""
    for link in _find_links(context, spans):
        if link.end is not None:
            yield Edit(link.start, link.end, "", (link.rule.id,), (link.rule.why,))


def find_label_flags(context: Context, spans: Sequence[Edit]) -> Iterator[Flag]:
    """Yield a flag for each link that is left because nothing tells where it ends."""
    for link in _find_links(context, spans):
        if link.end is None:
            message = f"{link.rule.why} Left as it is: {_DOUBT}."
            yield Flag(link.start, link.label_end, link.rule.id, message)


def _find_links(context: Context, spans: Sequence[Edit]) -> list[Link]:
    labels: dict[Line, list[Link]] = {}
    spans = sorted(spans)
    for rule in context.rules("label"):
        for link in _find_labels(context, rule):
            labels.setdefault(link.line, []).append(link)
    links = [
        link
        for line in sorted(labels)
        for link in _find_ends(context, sorted(labels[line], key=lambda link: link.start), spans)
    ]
    inside = [link for link in links if not link.leads]
    if all(link.end is not None for link in inside):
        return inside
    known = _known_headlines(context, links)
    return [_end_by_known(context, link, known) for link in inside]


def _find_labels(context: Context, rule: Rule) -> Iterator[Link]:
    for line, places in context.hit_lines(rule.id):
        text = context.text[line.start : line.end]
        ends = [min(place.end, line.end) - line.start for place in places]
        for offset, match in context.find_matches(rule, text, ends):
            start, end = (line.start + offset + at for at in match.span())
            if not context.text[line.start : start].strip(BLANKS):
                start = line.start
            stands = context.is_inside(line, start, end) or context.allows(start, end, (rule.id,))
            if not stands and context.active(rule.id):
                yield Link(rule, line, start, end)


def _find_ends(context: Context, labels: Sequence[Link], spans: Sequence[Edit]) -> Iterator[Link]:
    """Yield the labels that stand apart, in order, with the ends that the line itself tells."""
    line = labels[0].line
    text = context.text[line.start : line.end]
    starts = (bisect_left(spans, at, key=lambda span: span.start) for at in (line.start, line.end))
    here = spans[slice(*starts)]
    stops = sorted([*(span.start for span in here), *(label.start for label in labels)])
    cut = {end_before(text, span.end - line.start) for span in here}
    for label in labels:
        start, label_end = label.start - line.start, label.label_end - line.start
        if not follows_sentence(text, start, cut) or is_quoted(text, start, label_end):
            if not label.rule.apart:
                yield label
            continue
        end = _find_end(context, label, stops)
        if end is not None:
            cut.add(end_before(text, end - line.start))
        yield label._replace(end=end)


def _find_end(context: Context, label: Link, stops: Sequence[int]) -> int | None:
    """Return where the headline of ``label`` ends, if its rule, another cut or the line says so."""
    line = label.line
    rest = context.text[label.label_end : min(line.end, label.label_end + REACH)]
    found = context.find_end(label.rule, rest)
    if found is not None and _is_title(label.rule, rest[: found[0]]):
        return label.label_end + found[1]
    following = bisect_left(stops, label.label_end)
    stop = stops[following] if following < len(stops) else line.end
    if stop - label.label_end > len(rest):
        return None
    headline = rest[: stop - label.label_end]
    return stop if _is_title(label.rule, headline) else None


def _is_title(rule: Rule, headline: str) -> bool:
    """Tell whether ``headline`` has the shape and, where its rule lists them, no other small words.

    Prose behind a headline would hold small words.
    """
    stripped = headline.strip(BLANKS)
    if not _is_headline(stripped):
        return False
    return not rule.small_words or all(
        not word[0].islower() or word in rule.small_words for word in _WORD.findall(stripped)
    )


def _known_headlines(context: Context, links: Sequence[Link]) -> Mapping[Words, Sequence[str]]:
    """Return headlines on lines of their own or behind other labels, by their first words, longest first."""
    found = {
        context.text[link.label_end : link.end].strip(BLANKS)
        for link in links
        if link.end is not None
    }
    for line in context.lines:
        if line.end - line.start <= REACH:
            stripped = context.stripped(line)
            if _is_headline(stripped):
                found.add(stripped)
    known: dict[Words, list[str]] = {}
    for headline in sorted(found, key=len, reverse=True):
        known.setdefault(_first_words(headline), []).append(headline)
    return known


def _first_words(text: str) -> Words:
    return tuple(text.split(maxsplit=MIN_WORDS)[:MIN_WORDS])


def _is_headline(stripped: str) -> bool:
    """Tell whether ``stripped`` is headline-shaped, of enough words; it may ask or shout."""
    return len(stripped.split()) >= MIN_WORDS and is_headline(re.sub("[?!]", ",", stripped))


def _end_by_known(context: Context, link: Link, known: Mapping[Words, Sequence[str]]) -> Link:
    if link.end is not None:
        return link
    start = link.label_end
    for headline in known.get(_first_words(context.text[start : start + REACH]), ()):
        end = start + len(headline)
        if context.text.startswith(headline, start) and _ends_here(context.text, end):
            return link._replace(end=end)
    return link


def _ends_here(text: str, end: int, blanks: Container[str] = BLANKS) -> bool:
    """Tell whether the word ends at ``end`` and no small letter goes on with the headline."""
    if end < len(text) and text[end] not in blanks:
        return False
    after = text[end : end + 2].lstrip(BLANKS)
    return not after or not after[0].islower()
