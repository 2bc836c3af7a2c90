"""Labels of kind ``tail`` above short paragraphs, and the tails of automatic blogs: fixtures/tails.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Settings
from cleaner.packs import load_packs, shipped_packs
from cleaner.patterns import compile_regex
from cleaner.rule import Rule

CASES = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "tails.toml").read_text("utf-8"))


def tail_labels() -> Iterator[tuple[Rule, str, str]]:
    """Yield (rule, a language of its gate, label) for each label in the examples of tail rules."""
    for pack in load_packs(shipped_packs()):
        for rule in pack.rules:
            if rule.kind != "tail" or rule.match is None:
                continue
            lines = {line for before, _ in rule.examples for line in before.split("\n")}
            pattern = compile_regex(rule.match)
            for line in sorted(line for line in lines if line and pattern.fullmatch(line)):
                yield rule, (rule.languages or pack.languages)[0], line


@pytest.mark.parametrize("text", CASES["text"], ids=lambda text: text["id"])
def test_short_paragraphs_stand_under_every_tail_label(text: dict[str, Any]) -> None:
    above, below = text["above"].strip(), text["below"].strip()
    labels = list(tail_labels())
    assert labels
    for rule, language, label in labels:
        settings = Settings(unsafe=True, lang=language, select=(rule.id, "scar"))
        cleaned = Cleaner(settings).clean(f"{above}\n{label}\n{below}\n")
        kept = {f"{above}\n{below}\n"}
        if rule.before or rule.after or rule.requires:
            kept.add(f"{above}\n{label}\n{below}\n")
        assert cleaned.text in kept, rule.id


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_tail_of_an_automatic_blog(case: dict[str, Any]) -> None:
    after = case.get("after", case["before"])
    cleaner = Cleaner(Settings(**case.get("settings", {})))
    assert cleaner.clean(case["before"]).text == after
    assert cleaner.clean(after).text == after
