"""Rules as text: a table of many, a page of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.reports.terminal import printable
from cleaner.rule import Rule


def render_rules(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield one line a rule: id, pack, kind, safety, why."""
    width = max((len(rule.id) for rule in rules), default=0)
    packs = max((len(rule.pack) for rule in rules), default=0)
    for rule in rules:
        yield f"{rule.id:<{width}}  {rule.pack:<{packs}}  {rule.kind:<8}  {rule.safety:<6}  {printable(rule.why)}"


def render_rule(rule: Rule) -> str:
    """Return all that a pack says of ``rule``."""
    lines = [rule.id, f"  {rule.why}", ""]
    facts = {
        "pack": rule.pack,
        "kind": rule.kind,
        "safety": rule.safety + (" (metadata)" if rule.metadata else ""),
        "languages": ", ".join(rule.languages) or "any",
        "not in": ", ".join(rule.unless_languages),
        "pattern": rule.match or rule.trigger or "",
        "becomes": rule.with_ or "",
        "position": rule.position or "",
        "requires": ", ".join(rule.requires),
        "unless": ", ".join(rule.unless),
        "source": rule.source,
        "seen": f"{rule.seen.lines} lines, {rule.seen.wrong} wrong, in {rule.seen.corpus}"
        if rule.seen
        else "",
    }
    lines += [f"  {name:<10}{value}" for name, value in facts.items() if value]
    if isinstance(rule.words, dict):
        lines += [f"  {wrong} → {right}" for wrong, right in list(rule.words.items())[:20]]
    lines += ["", "  changes"]
    lines += [f"    {before!r} → {after!r}" for before, after in rule.examples]
    lines += ["  leaves alone", *(f"    {text!r}" for text in rule.keep), ""]
    return "\n".join(map(printable, lines))
