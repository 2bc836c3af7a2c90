"""Packs of users vetted once: patterns that can blow up are refused before they meet a text."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.cache import entry_name, remember, remembers
from cleaner.errors import PackError
from cleaner.rule import Pack, Rule

# The code that a verdict depends on.
CODE = ("vetting", "pumping", "pumps", "programs", "steps")


def vet_pack(pack: Pack) -> None:
    """Raise ``PackError`` for the first pattern of ``pack`` whose steps grow too fast.

    A pack that passed is remembered by the hash of its file.
    """
    key = entry_name("vetted", CODE, pack.digest.encode())
    if remembers(key):
        return
    for rule in pack.rules:
        for message in find_blowups(rule):
            remedy = "give the repeats that can share a text different characters"
            raise PackError(f'{pack.path}: rule "{rule.id}": match', message, remedy)
    remember(key)


def find_blowups(rule: Rule) -> Iterator[str]:
    """Yield for each pattern of ``rule`` that can blow up what makes it so."""
    from cleaner.pumping import find_blowup  # large, and needed once for each pack of a user

    searches = rule.kind in ("inline", "label", "replace")
    around = (rule.before, rule.after, rule.ends)
    patterns = ((rule.match, searches), (rule.below, False), *((p, True) for p in around))
    for pattern, searched in patterns:
        blowup = find_blowup(pattern, searches=searched) if pattern is not None else None
        if blowup is not None:
            yield f"can take too long: {blowup}"
