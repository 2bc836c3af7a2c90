"""The scan is sound: a line that it does not select is never changed."""

import hypothesis.strategies as st
from hypothesis import given, settings

from cleaner import Cleaner, Settings
from cleaner.matching import Matcher, Place
from cleaner.rule import Rule
from cleaner.rule_choice import known_rules
from cleaner.scan import Context, Matchers
from cleaner.stages import boilerplate, characters, encoding, replacements, structure, words
from cleaner.verdicts import Verdicts

RULES = {rule.id: rule for rule in known_rules() if rule.safety != "flag" and rule.stage != "scars"}
NO_METADATA = Matcher(())
TEXTS = sorted(
    {text for rule in known_rules() for pair in rule.examples for text in pair}
    | {text for rule in known_rules() for text in rule.keep}
)
CASES = (str, str.upper, str.lower, str.title, str.swapcase, lambda text: text.replace("k", "\u212a").replace("s", "\u017f").replace("i", "\u0130"))  # fmt: skip


class _EveryLine(Matcher):
    """A matcher whose scan selects everything: every place of every line."""

    def find_places(self, text: str) -> dict[str, list[Place]]:
        ends = range(1, len(text) + 1)
        places: dict[str, list[Place]] = {}
        for rule in self.rules.values():
            if rule.kind == "words":
                forms = {form for needle in super()._owners for form in (needle.text,)}
                places[rule.id] = [
                    Place(end, form) for end in ends for form in forms if end >= len(form)
                ]
            else:
                places[rule.id] = [Place(end, "") for end in ends]
        return {rule_id: found for rule_id, found in places.items() if found}


def _edits(matcher: Matcher, rule: Rule, text: str) -> list[object]:
    lang = next(iter(rule.languages), "id")
    context = Context(text, Matchers(matcher, NO_METADATA), Verdicts(text, lang))
    stages = [encoding, characters, boilerplate, structure, words]
    found = [edit for stage in stages for edit in stage.find_edits(text, context)]
    for name in ("characters", "structure", "words"):
        found += replacements.find_edits(text, context, name)
    return sorted(set(found))


MATCHERS = {rule_id: (Matcher([rule]), _EveryLine([rule])) for rule_id, rule in RULES.items()}


def _assert_sound(rule_id: str, text: str) -> None:
    scanned, everything = MATCHERS[rule_id]
    rule = RULES[rule_id]
    assert _edits(scanned, rule, text) == _edits(everything, rule, text), (rule_id, text)


def test_no_example_in_any_case_form_is_missed() -> None:
    for rule_id, rule in RULES.items():
        for before, after in rule.examples:
            for text in {case(text) for case in CASES for text in (before, after)}:
                _assert_sound(rule_id, text)


@settings(max_examples=200)
@given(
    rule_id=st.sampled_from(sorted(RULES)),
    parts=st.lists(st.one_of(st.sampled_from(TEXTS), st.text(max_size=20)), max_size=4),
    case=st.sampled_from(CASES),
    glue=st.sampled_from(["\n", " ", "", "\r\n"]),
)
def test_no_fuzzed_text_is_missed(rule_id: str, parts: list[str], case, glue: str) -> None:  # type: ignore[no-untyped-def]
    _assert_sound(rule_id, case(glue.join(parts)))


def test_a_clean_text_is_not_touched_in_python() -> None:
    cleaner = Cleaner(Settings())
    context = Context("Harga beras turun.", cleaner._applied, Verdicts("Harga beras turun."))
    assert not context.places
