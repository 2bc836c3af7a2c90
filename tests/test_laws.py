"""The laws of the pipeline, over any text and over dirt composed from all rule examples."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from cleaner import Cleaner, Settings
from cleaner.cleaned import Cleaned
from cleaner.edits import apply_edits
from cleaner.rule_choice import known_rules

CLEANERS = {
    "default": Cleaner(),
    "unsafe": Cleaner(Settings(unsafe=True, strip=("metadata",))),
    "minimal": Cleaner(Settings(profile="minimal")),
}
EXAMPLES = sorted(
    {text for rule in known_rules() for before, after in rule.examples for text in (before, after)}
    | {text for rule in known_rules() for text in rule.keep}
)
PROSE = [
    "Dalam wawancara itu, menteri mengatakan bahwa harga beras akan turun pada bulan depan.",
    "Para petani di desa tersebut menanam padi dan jagung sejak awal tahun.",
    "The minister said that the price of rice would fall in the coming month.",
    "“Kami sudah siap,” kata Budi. Ia menolak memberi komentar.",
    "Il a dit : « Bonjour ! »",
    "Bộ trưởng cho biết giá gạo sẽ giảm trong tháng tới.",
    "Сергей Лавров заявил, что переговоры продолжатся.",
    "これは良い文章です。",
]
FURNITURE = sorted({line for text in EXAMPLES for line in text.split("\n") if 0 < len(line) < 60})
# Text whose resolving or removal turns a verdict: on markup, and, in blocks, on the language.
TURNING = [
    "&lt;p&gt;Harga beras turun.&lt;/p&gt;",
    "&lt;div class=&quot;isi&quot;&gt;",
    "<p>Harga beras</p>",
    "a,b,c\n1,2,3\n4,5,6",
    "def jalan(x):\n    return x + 1",
]
LINE_ENDS = ["\n", "\n\n", "\r\n", " ", "", "\n \n", "\r"]
any_text = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t \x00\ufeff\u200b\u200d\u0301\xa0\ud800\udfff\U0001f600&;â€Ã©†“”.,"),
    ),
    max_size=80,
)
composed = st.lists(
    st.tuples(st.one_of(st.sampled_from(EXAMPLES), st.sampled_from(PROSE), any_text), st.sampled_from(LINE_ENDS)),
    max_size=8,
).map(lambda parts: "".join(text + end for text, end in parts))  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Draw a long text: blocks of prose in one language each, furniture among and after them."""
    end = draw(st.sampled_from(["\n", "\n\n", "\r\n"]))
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        block = draw(st.sampled_from([PROSE[:2], PROSE[2:3], PROSE[5:6], FURNITURE, TURNING]))
        lines += draw(st.lists(st.sampled_from(block), min_size=1, max_size=24))
        lines += draw(st.lists(st.sampled_from(FURNITURE), max_size=3))
    return "".join(line + end for line in lines)


def _assert_lawful(cleaner: Cleaner, text: str) -> Cleaned:
    cleaned = cleaner.clean(text)
    assert cleaned.status in ("clean", "changed", "guarded"), cleaned.message
    assert apply_edits(text, cleaned.edits) == cleaned.text
    assert cleaned.revert() == text
    assert all(text[edit.start : edit.end] != edit.text for edit in cleaned.edits)
    assert all(left.end <= right.start for left, right in zip(cleaned.edits, cleaned.edits[1:], strict=False))  # fmt: skip
    again = cleaner.clean(cleaned.text)
    assert again.text == cleaned.text, (cleaned.edits, again.edits)
    assert not again.edits
    for found in (*cleaned.proposed, *cleaned.flags):
        assert 0 <= found.start <= found.end <= len(text)
    if cleaned.status != "guarded":
        assert again.language == cleaned.language
        assert sorted(f.rule for f in again.flags) == sorted(f.rule for f in cleaned.flags)
    return cleaned


@pytest.mark.parametrize("name", CLEANERS)
@given(text=any_text)
def test_any_text(name: str, text: str) -> None:
    _assert_lawful(CLEANERS[name], text)


@pytest.mark.parametrize("name", CLEANERS)
@settings(max_examples=300)
@given(text=composed)
def test_composed_dirt(name: str, text: str) -> None:
    _assert_lawful(CLEANERS[name], text)


@pytest.mark.parametrize("name", CLEANERS)
@settings(max_examples=60)
@given(text=pages())
def test_pages_whose_verdicts_turn(name: str, text: str) -> None:
    _assert_lawful(CLEANERS[name], text)


@given(text=composed)
def test_line_ends_that_stay_are_as_they_were(text: str) -> None:
    cleaned = CLEANERS["default"].clean(text)
    if "\r\n" not in text:
        assert "\r\n" not in cleaned.text or "\r" in text
    if "\n" not in text:
        assert "\n" not in cleaned.text
    if cleaned.text and text.endswith("\n") and cleaned.text != text:
        assert cleaned.text.endswith("\n")


@given(texts=st.lists(composed, max_size=4))
def test_a_document_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    forwards = [CLEANERS["default"].clean(text).text for text in texts]
    backwards = [CLEANERS["default"].clean(text).text for text in reversed(texts)]
    assert forwards == backwards[::-1]


@given(data=st.one_of(st.binary(max_size=60), any_text.map(lambda t: t.encode("utf-8", "surrogatepass"))))  # fmt: skip
def test_bytes_are_cleaned_or_refused_and_marks_survive(data: bytes) -> None:
    from cleaner.errors import DecodeError

    try:
        cleaned = CLEANERS["default"].clean_bytes(data)
    except DecodeError:
        return
    assert cleaned.original_bytes() == data
    assert cleaned.to_bytes().startswith(cleaned.bom)
    if not cleaned.edits:
        assert cleaned.to_bytes() == data
