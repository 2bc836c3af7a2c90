"""Composition against a plain model: random edits over random stages, the text rebuilt step by step."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from cleaner.cleaned import Cleaned
from cleaner.composition import compose
from cleaner.edits import Edit, apply_edits, invert_edits, resolve_overlaps

TEXTS = st.text("ab \r\né\U0001f600", max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Draw what a stage may propose: any spans, in any order, overlaps resolved."""
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, 6), st.text("ax\r\n", max_size=3))
    drawn = draw(st.lists(spans, max_size=6))
    edits = [
        Edit(start, min(len(text), start + size), new, (f"r{number}",), ("",))
        for number, (start, size, new) in enumerate(drawn)
    ]
    return resolve_overlaps(text, edits)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """Draw a text and the edits of some stages, each of the text that the one before gave."""
    text = original = draw(TEXTS)
    steps = []
    for _ in range(draw(st.integers(0, 5))):
        steps.append(draw(edits_of(text)))
        text = apply_edits(text, steps[-1])
    return original, steps


@given(histories())
def test_composed_edits_do_what_the_steps_did(history: tuple[str, list[list[Edit]]]) -> None:
    original, steps = history
    text, edits = original, ()
    for step in steps:
        text, edits = apply_edits(text, step), compose(original, edits, step)
        _assert_lawful(original, edits)
        assert apply_edits(original, edits) == text
    assert apply_edits(text, invert_edits(original, edits)) == original
    assert Cleaned(original, text, tuple(edits)).revert() == original


@given(histories())
def test_composition_names_every_rule_that_shaped_the_result(
    history: tuple[str, list[list[Edit]]],
) -> None:
    original, steps = history
    edits = ()
    for step in steps:
        before = {rule for edit in edits for rule in edit.rules}
        edits = compose(original, edits, step)
        after = {rule for edit in edits for rule in edit.rules}
        assert after <= before | {rule for edit in step for rule in edit.rules}
    assert all(len(edit.rules) == len(edit.reasons) for edit in edits)


@given(histories())
def test_positions_map_monotonically_and_agree_outside_edits(
    history: tuple[str, list[list[Edit]]],
) -> None:
    original, steps = history
    text, edits = original, ()
    for step in steps:
        text, edits = apply_edits(text, step), compose(original, edits, step)
    cleaned = Cleaned(original, text, tuple(edits))
    for side in ("left", "right"):
        mapped = [cleaned.to_clean(pos, side) for pos in range(len(original) + 1)]
        assert mapped == sorted(mapped)
    assert cleaned.to_clean(0) == 0
    assert cleaned.to_clean(len(original), "right") == len(text)
    for pos, character in enumerate(original):
        if not any(edit.start <= pos < edit.end for edit in edits):
            assert text[cleaned.to_clean(pos, "right")] == character
            assert cleaned.to_original(cleaned.to_clean(pos, "right"), "right") == pos
            assert cleaned.map_span(pos, pos + 1) == (
                cleaned.to_clean(pos, "right"),
                cleaned.to_clean(pos, "right") + 1,
            )


@given(histories())
def test_positions_are_those_of_a_plain_model(history: tuple[str, list[list[Edit]]]) -> None:
    original, steps = history
    cleaned = _cleaned(original, steps)
    for there, back, forwards in (
        (original, cleaned.text, True),
        (cleaned.text, original, False),
    ):
        pieces = _pieces(cleaned, forwards=forwards)
        carry = cleaned.to_clean if forwards else cleaned.to_original
        for pos in range(len(there) + 1):
            touching = [(a, b) for a, b in pieces if a[0] <= pos <= a[1]]
            # Unchanged text is cut into single characters, so its ends are those of pieces.
            lefts = [b[0] if pos == a[0] or pos < a[1] else b[1] for a, b in touching]
            rights = [b[1] if pos == a[1] or pos > a[0] else b[0] for a, b in touching]
            assert carry(pos, "right") == (max(rights) if rights else len(back))
            assert carry(pos, "left") <= carry(pos, "right")
            assert carry(pos, "left") in {*lefts, *rights, 0}


@given(histories(), st.data())
def test_an_edit_of_the_clean_text_does_the_same_in_the_original(
    history: tuple[str, list[list[Edit]]], data: st.DataObject
) -> None:
    cleaned = _cleaned(*history)
    for edit in data.draw(edits_of(cleaned.text)):
        moved = cleaned.edit_in_original(edit)
        start, end = edit.start, edit.end
        kept: list[tuple[int, int, Edit]] = []
        for applied, (_, (low, high)) in zip(cleaned.edits, _edit_pieces(cleaned), strict=True):
            if low < end and start < high:
                start, end = min(start, low), max(end, high)
            else:
                kept.append((low, high, applied))
        kept = [item for item in kept if not start < item[0] < end]
        # At one point of the original their order is that in the clean text.
        together = sorted([*kept, (start, end, moved)], key=lambda item: (item[2].start, *item[:2]))
        wanted = apply_edits(cleaned.text, [edit])
        assert apply_edits(cleaned.original, [e for *_, e in together]) == wanted, (edit, moved)


def _cleaned(original: str, steps: list[list[Edit]]) -> Cleaned:
    text, edits = original, ()
    for step in steps:
        text, edits = apply_edits(text, step), compose(original, edits, step)
    return Cleaned(original, text, tuple(edits))


def _cut(start: int, end: int, rule: str) -> Edit:
    return Edit(start, end, "", (rule,), ("",))


def test_lines_that_went_for_reasons_of_their_own_stay_apart() -> None:
    original = "Satu.\n[x]\n\nDua\n\nTiga\n"
    first = [_cut(6, 9, "a"), _cut(11, 15, "b"), _cut(16, 21, "c")]  # leaves "Satu.\n\n\n\n"
    closed = compose(original, first, [_cut(6, 9, "scar")])
    assert [(original[e.start : e.end], e.rules) for e in closed] == [
        ("[x]\n\n", ("a", "scar")),
        ("Dua\n\n", ("b", "scar")),
        ("Tiga\n", ("c",)),
    ]


def test_a_cut_of_many_lines_is_one_edit() -> None:
    original = "Satu.\nDua\nTiga\n"
    assert compose(original, [_cut(6, 15, "tail")], []) == (_cut(6, 15, "tail"),)


def test_lines_without_number_are_composed_in_time() -> None:
    """Quadratic work would take an hour."""
    count = 100_000
    first = [_cut(4 * n, 4 * n + 3, "a") for n in range(count)]
    assert len(compose("[x]\n" * count, first, [_cut(0, count, "scar")])) == count


Piece = tuple[tuple[int, int], tuple[int, int]]


def _edit_pieces(cleaned: Cleaned) -> list[Piece]:
    pieces, shift = [], 0
    for edit in cleaned.edits:
        low = edit.start + shift
        pieces.append(((edit.start, edit.end), (low, low + len(edit.text))))
        shift += len(edit.text) - (edit.end - edit.start)
    return pieces


def _pieces(cleaned: Cleaned, *, forwards: bool) -> list[Piece]:
    """Cut the text into edits and single unchanged characters, each with its other side."""
    pieces, at, there = [], 0, 0
    for old, new in [*_edit_pieces(cleaned), ((len(cleaned.original),) * 2, (len(cleaned.text),) * 2)]:  # fmt: skip
        while at < old[0]:
            pieces.append(((at, at + 1), (there, there + 1)))
            at, there = at + 1, there + 1
        pieces.append((old, new))
        at, there = old[1], new[1]
    return pieces if forwards else [(new, old) for old, new in pieces]


def test_mojibake_repaired_inside_a_dropped_line_is_one_deletion_that_names_both() -> None:
    original = "Ya.\nCafÃ©\n"
    repaired = [Edit(7, 9, "é", ("mojibake",), ("",))]
    dropped = [Edit(4, 9, "", ("line",), ("",))]
    assert compose(original, repaired, dropped) == (
        Edit(4, 10, "", ("mojibake", "line"), ("", "")),
    )


def test_touching_edits_that_nothing_spans_stay_apart() -> None:
    edits = [Edit(0, 1, "x", ("a",), ("",)), Edit(1, 2, "y", ("b",), ("",))]
    assert compose("pqr", [], edits) == tuple(edits)


def test_ends_are_never_trimmed_inside_crlf() -> None:
    assert compose("a\r\nb", [], [Edit(0, 3, "a\n")]) == (Edit(1, 3, "\n"),)


def _assert_lawful(original: str, edits: tuple[Edit, ...]) -> None:
    for edit in edits:
        assert original[edit.start : edit.end] != edit.text
    for left, right in itertools.pairwise(edits):
        assert left.end <= right.start
        assert not left.start == left.end == right.start == right.end


@given(TEXTS.flatmap(lambda text: st.tuples(st.just(text), edits_of(text))))
def test_resolved_edits_never_overlap(drawn: tuple[str, list[Edit]]) -> None:
    _assert_lawful(drawn[0], tuple(drawn[1]))
