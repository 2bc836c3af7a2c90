"""Profile ``ftfy``: what the library does by its defaults, as edits that can be taken back."""

from pathlib import Path

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Settings
from cleaner.edits import apply_edits
from cleaner.stages.ftfy_library import align

CLEANER = Cleaner(Settings(profile="ftfy"))
BITS = st.sampled_from(
    ["Ã©", "â€œ", "â€\x9d", "“ya”", "&amp;", "&eacute;", "ﬁ", "Ａ", "\x1b[31m", "\u2028", "\r\n", "\n", "e\u0301", "\ufeff", " ", "kata", "ĳ"]
)  # fmt: skip
TEXTS = st.lists(BITS | st.text(max_size=4), max_size=12).map("".join)


@given(TEXTS.filter(lambda text: "<" not in text))
def test_the_result_is_that_of_ftfy(text: str) -> None:
    cleaned = CLEANER.clean(text)
    assert cleaned.text == ftfy.fix_text(text)
    assert cleaned.text == apply_edits(text, cleaned.edits)
    assert cleaned.revert() == text
    assert {rule for edit in cleaned.edits for rule in edit.rules} <= {"ftfy"}
    assert cleaned.status == ("changed" if cleaned.edits else "clean")
    assert (cleaned.flags, cleaned.proposed) == ((), ())


def test_a_line_does_not_depend_on_those_before_it() -> None:
    """ftfy resolves no entity behind the first line that holds ``<``; here each line stands alone."""
    text = "a &amp; b\nx < y &amp; z\nc &amp; d\n"
    assert ftfy.fix_text(text) == "a & b\nx < y &amp; z\nc &amp; d\n"
    assert CLEANER.clean(text).text == "a & b\nx < y &amp; z\nc & d\n"


def test_spans_are_as_short_as_what_changes() -> None:
    edits = CLEANER.clean("Kata schÃ¶n dan “ya”.\nKabar baik.\nTiga &amp; empat.\n").edits
    assert [(e.start, e.end, e.text) for e in edits] == [
        (8, 10, "ö"),
        (16, 17, '"'),
        (19, 20, '"'),
        (40, 44, ""),
    ]


def test_a_line_longer_than_a_segment() -> None:
    text = "Ã© " * 400_000
    assert CLEANER.clean(text).text == ftfy.fix_text(text)


@given(st.text('ab“"', max_size=30), st.text('ab“"', max_size=30))
def test_alignment_makes_one_of_the_other(old: str, new: str) -> None:
    parts, done = [], 0
    for start, end, text in align(old, new):
        parts += [old[done:start], text]
        done = end
    assert "".join(parts) + old[done:] == new


@pytest.mark.parametrize("allow", ["“ya”", "“"])
def test_allow_holds_here_too(allow: str, tmp_path: Path) -> None:
    from cleaner.settings import Allow

    cleaner = CLEANER.allowing((Allow("ftfy", allow),))
    assert cleaner.clean("Kata “ya").text == ("Kata “ya" if allow == "“" else 'Kata "ya')
