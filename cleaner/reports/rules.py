"""Rules as text: a table of many, a page of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.evidence import upper_bound
from cleaner.reports.terminal import count_of, printable
from cleaner.rule import Rule, Seen

COLUMNS = ("rule", "pack", "kind", "languages", "safety", "evidence")
MAX_WORDS = 20  # of a word list that a page shows


def render_rules(rules: Sequence[Rule], hits: Mapping[str, int] | None = None) -> Iterator[str]:
    """Yield a table: its head, then one line a rule; ``hits`` says how often each found something."""
    rows = [COLUMNS, *map(_row, rules)]
    if hits is not None:
        counts = ["hits", *(f"{hits.get(rule.id, 0):,}" for rule in rules)]
        rows = [(*row, count) for row, count in zip(rows, counts, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
        if hits is not None:
            cells[-1] = f"{row[-1]:>{widths[-1]}}"
        yield "  ".join(cells).rstrip()


def _row(rule: Rule) -> tuple[str, ...]:
    languages = ",".join(rule.languages) or "any"
    if rule.unless_languages:
        languages += f" not {','.join(rule.unless_languages)}"
    seen = rule.seen
    evidence = f"{seen.lines:,} seen, {seen.wrong:,} wrong" if seen else "-"
    return rule.id, rule.pack, rule.kind, languages, rule.safety, evidence


def render_rule(rule: Rule) -> str:
    """Return all that a pack says of ``rule``, and what its evidence comes to."""
    lines = [rule.id, f"  {rule.why}", ""]
    lines += [f"  {name:<12}{value}" for name, value in facts_of(rule).items() if value]
    if isinstance(rule.words, dict):
        shown = list(rule.words.items())
        lines += [f"  {wrong} → {right}" for wrong, right in shown[:MAX_WORDS]]
        if len(shown) > MAX_WORDS:
            lines.append(f"  and {count_of(len(shown) - MAX_WORDS, 'more word')}")
    changes = [(a, b) for a, b in rule.examples if a != b]
    flagged = [a for a, b in rule.examples if a == b]
    lines += ["", "  changes"] if changes else []
    lines += [f"    {before!r} → {after!r}" for before, after in changes]
    lines += ["  flags", *(f"    {text!r}" for text in flagged)] if flagged else []
    lines += ["  leaves alone", *(f"    {text!r}" for text in rule.keep), ""]
    return "\n".join(map(printable, lines))


def facts_of(rule: Rule) -> dict[str, str]:
    """Return what the keys of ``rule`` say, by a name for each; what says nothing is empty."""
    return {
        "pack": rule.pack,
        "kind": rule.kind,
        "stage": rule.stage or "",
        "safety": rule.safety + (" (metadata)" if rule.metadata else ""),
        "languages": ", ".join(rule.languages) or "any",
        "not in": ", ".join(rule.unless_languages),
        "pattern": rule.match or rule.trigger or "",
        "becomes": rule.with_ or "",
        "position": rule.position or "",
        "run": f"{rule.run} lines or more" if rule.run > 1 else "",
        "apart": "between sentences only" if rule.apart else "",
        "ends": rule.ends or "",
        "small words": ", ".join(rule.small_words),
        "before": rule.before or "",
        "after": rule.after or "",
        "below": rule.below or "",
        "requires": ", ".join(rule.requires),
        "unless": ", ".join(rule.unless),
        "source": rule.source,
        "seen": render_seen(rule.seen) if rule.seen else "",
        "good text": render_checked(rule.checked) if rule.checked else "",
    }


def render_seen(seen: Seen) -> str:
    """Return what was seen of a rule's hits, and how many may be wrong.

    >>> render_seen(Seen(lines=60, wrong=0, corpus="news"))
    '60 lines, 0 wrong, in news: at most 4.9 % of what it finds is wrong (95 % sure)'
    """
    told = f"{count_of(seen.lines, 'line')}, {seen.wrong:,} wrong, in {seen.corpus}"
    share = upper_bound(seen.wrong, seen.lines)
    return f"{told}: at most {100 * share:.2g} % of what it finds is wrong (95 % sure)"


def render_checked(checked: Seen) -> str:
    """Return what a rule did to good text, and what it may do to a million lines of it.

    >>> render_checked(Seen(lines=3_000_000, wrong=0, corpus="manuals"))
    '3,000,000 lines, 0 changed wrongly, in manuals: at most 1 in a million lines (95 % sure)'
    """
    told = (
        f"{count_of(checked.lines, 'line')}, {checked.wrong:,} changed wrongly, in {checked.corpus}"
    )
    share = upper_bound(checked.wrong, checked.lines)
    return f"{told}: at most {1e6 * share:.2g} in a million lines (95 % sure)"
