"""Every rule's examples and near-misses, alone and through all packs; ids in code and in packs."""

import pytest

from cleaner.pipeline import MODULES
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules
from cleaner.settings import Settings
from cleaner.stages import scars
from cleaner.trials import try_rules

RULES = known_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples_change_and_near_misses_do_not(rule: Rule) -> None:
    assert [str(failure) for failure in try_rules([rule], Settings())] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_shipped_rule_says_what_it_rests_on(rule: Rule) -> None:
    assert len(rule.examples) >= 2
    assert len(rule.keep) >= 2
    assert rule.why
    assert rule.source
    if rule.safety == "safe" and rule.kind not in ("built-in", "words"):
        assert rule.seen is not None
        assert rule.seen.lines >= 1
        assert rule.seen.wrong == 0


def test_code_emits_the_ids_that_packs_describe() -> None:
    emitted = {rule_id for module in (*MODULES.values(), scars) for rule_id in module.BUILT_INS}
    assert emitted == {rule.id for rule in RULES if rule.kind == "built-in"}
