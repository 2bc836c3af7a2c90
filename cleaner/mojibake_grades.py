"""Grade a run of a regional codec: its sequences, what they say and its neighbours in, a grade out.

Good text in some language holds any two or three of these characters; what no language writes is
a dash or quotation mark in full, `вЂ”`; the lead of a Latin letter and what follows it inside a
word in small letters, `cafГ©s`; several letters in a row of one foreign script, `РџСЂРёРІРµС‚`, in a
case or with signs that no word has.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from cleaner.mojibake import CODECS, RegionalCodec
from cleaner.mojibake_evidence import ORDINARY
from cleaner.mojibake_scripts import LATIN, MARK, PHONETIC


class Grade(IntEnum):
    """How much a run proves: nothing, something beside others, enough on a line without others, all."""

    NONE = 0
    HINT = 1
    ALONE = 2
    SURE = 3


class Run(NamedTuple):
    """Touching sequences, the character and script that each says, three neighbours on each side."""

    before: str
    sequences: Sequence[str]
    said: Sequence[str]
    scripts: Sequence[str | None]
    after: str


PICTURE, COMBINING = "picture", "combining"
_MARKS = frozenset("‘’‚“”„–—…•‹›")
# A capital may stand before these at a word's end: `clubГ»` needs a letter behind it.
_CLOSING = frozenset("”’»–—…†‡")
# Signs that stand behind a root in formulas.
_OF_FORMULAS = frozenset("π∞∂∑∏∫≤≥≠±")
_ANYWHERE = frozenset((MARK, LATIN, PHONETIC, PICTURE))  # may share a run with any script
_SHORT = frozenset(("cyrillic", "greek", "hebrew", "arabic", "armenian"))  # two bytes a letter
# Other leads that are signs stand beside letters, such as « and …; E1 leads Vietnamese.
_SIGN_LEADS = frozenset((0xC3, 0xC4, 0xC5, 0xC6, 0xE1))
# What may stand behind a word without a blank: `ielā…”`, `в…»`, `BAZATĂ\xa0`.
_BEHIND_WORDS = ORDINARY | frozenset("±´¨¸¯¬\xad")
_RUN_OF_LETTERS = 3  # of one foreign script, to be believed
_RUN_OF_WIDE = 4  # of three bytes each, whatever signs they have
_LONG_RUN_OF_WIDE = 8  # beside genuine letters too
_SIGNS = 2


def is_letter(char: str) -> bool:
    """Tell whether ``char`` can belong to a genuine word: it is no mark that stands between words."""
    return char > "\x7f" and char not in ORDINARY


def grade_run(codec: RegionalCodec, run: Run) -> Grade | None:
    """Return how much ``run`` proves, or None if what it says cannot be text."""
    spoken = set(run.scripts) - _ANYWHERE
    if len(spoken) > 1 or None in spoken or spoken == {COMBINING}:
        return None
    # What stands between two layers is not text yet.
    text = "".join(run.said)
    layered = codec.run.search(text) is not None or CODECS[0].run.match(text) is not None
    if _is_small(run.before[-1:]) and run.said[0].isupper() and not layered:
        return None  # a codec that shares the characters and not the bytes
    if not spoken:
        return _grade_latin(codec, run)
    script = next(iter(spoken))
    if script in _SHORT and (
        LATIN in run.scripts or _is_small(run.before[-1:]) or _is_small(run.after[:1])
    ):
        return Grade.NONE if layered else None
    if _has_mark(run):
        return Grade.SURE
    if script in _SHORT:
        return Grade.SURE if _is_foreign_word(codec, run) else Grade.NONE
    return _grade_wide(run)


def _is_small(char: str) -> bool:
    return "a" <= char <= "z"


def _has_mark(run: Run) -> bool:
    """Tell whether a mark stands there in full, and is no letter before signs of its own."""
    wide = [
        (sequence, char)
        for sequence, char, script in zip(run.sequences, run.said, run.scripts, strict=True)
        if script == MARK and len(sequence) == 3 and "\u2000" <= char <= "\u2fff"
    ]
    return any(
        char in _MARKS
        or (not sequence[-1].isalpha() and (len(wide) > 1 or sequence[1] not in _BEHIND_WORDS))
        for sequence, char in wide
    )


def _letters_of(run: Run) -> list[str]:
    return [
        sequence
        for sequence, script in zip(run.sequences, run.scripts, strict=True)
        if script not in _ANYWHERE
    ]


def _is_foreign_word(codec: RegionalCodec, run: Run) -> bool:
    """Tell whether letters follow each other as in no word: `РёРІ`, small before capital.

    Where leads are signs, as in `–∏–≤`, what follows them must be signs too, twice at least.
    """
    letters = _letters_of(run)
    if codec.led_by_signs:
        # A lozenge before each letter is no dash.
        signs = sum(not sequence[-1].isalpha() or sequence[0] in "◊÷" for sequence in letters)
        return len(letters) > _RUN_OF_LETTERS and signs >= _SIGNS
    odd = sum(not sequence[-1].isupper() for sequence in letters[:-1])
    return len(letters) >= _RUN_OF_LETTERS and odd >= _SIGNS


def _grade_wide(run: Run) -> Grade:
    """Grade letters of three bytes each: a few may be what a codec like this one leaves."""
    letters = _letters_of(run)
    if len(letters) >= _LONG_RUN_OF_WIDE:
        return Grade.SURE
    signs = sum(not char.isalpha() for sequence in letters for char in sequence[1:])
    enough = len(letters) >= _RUN_OF_LETTERS and signs >= _SIGNS
    return Grade.ALONE if enough or len(letters) >= _RUN_OF_WIDE else Grade.NONE


def _grade_latin(codec: RegionalCodec, run: Run) -> Grade:
    if (
        _has_mark(run)
        or _has_picture(run)
        or any("\ufb00" <= char <= "\ufb06" for char in run.said)
    ):
        return Grade.SURE
    grade = _grade_signs(codec, run) if codec.led_by_signs else _grade_letters(run)
    if grade is Grade.NONE and _is_of_figures(run):
        return Grade.ALONE
    return grade


def _has_picture(run: Run) -> bool:
    return any(
        script == PICTURE and not sequence[1].isalpha()
        for sequence, script in zip(run.sequences, run.scripts, strict=True)
    )


def _is_of_figures(run: Run) -> bool:
    """Tell whether the run is a mark that belongs to figures and stands beside one: `15 В°C`."""
    if len(run.said) != 1 or len(run.sequences[0]) != 2:
        return False
    said, before, after = run.said[0], run.before, run.after[:1]
    if said == "°":
        return before.rstrip()[-1:].isdigit() and after in ("C", "F", "", " ", ",", ".")
    if said in "²³":
        return before[-1:].isdigit() or before.endswith((" m", "km", "cm"))
    return said in "£¥§" and after.isdigit() and not before[-1:].isalpha()


def _grade_letters(run: Run) -> Grade:
    """Grade a run whose leads are letters: `cafГ©s`, `HĂ¶he`."""
    before, after, first, sequence = run.before[-1:], run.after[:1], run.said[0], run.sequences[0]
    follows = run.said[1] if len(run.said) > 1 else after
    last = sequence[-1]
    inside = before.isascii() and before.isalpha()
    if not _is_small_latin(first) or len(sequence) != 2:
        starts = first.isupper() and _is_small(follows) and not last.isupper()
        return Grade.HINT if starts and not inside and len(sequence) == 2 else Grade.NONE
    if not inside:
        return Grade.HINT if _is_small(follows) and not last.isalpha() else Grade.NONE
    # Leads that windows-1252 has too are for its own, finer rules.
    if sequence[0] in "ÃÄÅ":
        return Grade.HINT
    if _is_small(before):
        sure = _is_small(follows) or (last not in _CLOSING and not follows.isupper())
        return Grade.SURE if sure else Grade.NONE
    if not _is_small(follows) or last.isalpha() or run.before[-2:-1].isupper():
        return Grade.NONE
    return Grade.SURE if last not in _BEHIND_WORDS else Grade.HINT


def _is_small_latin(char: str) -> bool:
    return ("ß" <= char <= "\u024f" or "\u1e00" <= char <= "\u1eff") and char.islower()


def _grade_signs(codec: RegionalCodec, run: Run) -> Grade:
    """Grade a run whose leads are signs: `2r√πh` and `x≈±y` are formulas, `kira√Übung` two words."""
    leads = {codec.to_byte[ord(sequence[0])] for sequence in run.sequences}
    if any(script != LATIN for script in run.scripts) or not leads <= _SIGN_LEADS:
        return Grade.NONE
    before, after = _letters_at_end(run.before), _letters_at_start(run.after)
    first, last = run.said[0], run.sequences[-1][-1]
    accent = codec.to_byte[ord(run.sequences[0][0])] == 0xC3
    if len(run.said) > 1:
        return Grade.HINT
    if not _is_small_latin(first):
        return Grade.HINT if not before and after >= 2 and first.isupper() else Grade.NONE
    if before and after and before + after >= 3 and last != "π" and not last.isupper():
        return Grade.ALONE if last.isalpha() else Grade.SURE
    if before >= 3 and not after and accent and last not in _OF_FORMULAS and not last.isalpha():
        return Grade.SURE
    if last in _OF_FORMULAS:
        return Grade.HINT if before >= 3 else Grade.NONE
    return Grade.HINT if max(before, after) >= 2 or (before and after and accent) else Grade.NONE


def _letters_at_end(text: str) -> int:
    count = 0
    for char in reversed(text):
        if not (char.isascii() and char.isalpha()):
            break
        count += 1
    return count


def _letters_at_start(text: str) -> int:
    return _letters_at_end(text[::-1])
