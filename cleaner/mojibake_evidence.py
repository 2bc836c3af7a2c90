"""Judge one place that could be mojibake: its characters and neighbours in, a strength out.

`Ã©` between two small letters is damage; `Ã”` after a capital may be Portuguese in capitals
before a closing quote. What decides is whether good text could hold the same characters: a
capital inside a word in small letters, a symbol that follows no letter, three letters of one
script in a row.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from cleaner.mojibake_scripts import LATIN, MARK, PHONETIC, is_latin, is_lower, is_upper, script_of


class Strength(IntEnum):
    """How far a reading as mojibake can be trusted.

    ``NONE``: leave it. ``WEAK``: only beside a strong one on the line. ``STRONG``: good text does
    not look like this.
    """

    NONE = 0
    WEAK = 1
    STRONG = 2


class Place(NamedTuple):
    """One character's sequence in the codec's own characters, what it says, and its neighbours.

    ``before`` and ``after`` are one character or, at a line's edge, empty.
    """

    before: str
    sequence: str
    says: str
    after: str

    @property
    def lead(self) -> str:
        return self.sequence[0]

    @property
    def last(self) -> str:
        return self.sequence[-1]


# Marks that good text has after a letter, or between words; any other continuation character
# beside a letter is strange.
ORDINARY = frozenset("“”‘’‹›«»–—…•·™®©°²³¹ªº\xa0")
# Of these, what may stand between a capital and a small letter without a blank.
_CLOSING = frozenset("”’»–—…")
# Signs that stand between a capital and the next word without a blank: `RYHMÄ·kuva`, `SÅ\xadså`.
_BESIDE_CAPITALS = "±´·¸¨¯\xad¬¦"
UNDEFINED = frozenset("\x81\x8d\x8f\x90\x9d")  # bytes that windows-1252 has no character for
_QUOTES = frozenset("“”‘’«»‹›„‚\"'")
# Leads of the letters of western and central Europe; Æ to Ë lead to letters that few write with.
_LATIN_LEADS = "ÃÄÅ"
# Marks before which good text begins; any other beside a run is a letter or a lost byte.
_STARTING = frozenset("¿¡„‚€£")
TORN = "torn"  # in place of a script: no other reading on the line speaks for this one


def judge_run(places: list[Place]) -> tuple[Strength, str]:
    """Return the strength of touching sequences as a whole and the script they speak.

    Three letters of one script are strong; a single letter of a foreign script glued to a Latin
    word is not. A sequence that says a character no page is written with, or two foreign scripts
    in one run, take all belief away; a torn word stays in doubt whatever stands beside it.

    >>> judge_run([Place("f", "Ã©", "é", " ")])[0].name
    'STRONG'
    >>> judge_run([Place("M", "Ã”", "Ô", ",")])[0].name
    'WEAK'
    """
    scripts = [script_of(place.says) for place in places]
    if None in scripts or all(place.sequence[1:] == "\xa0»" for place in places):
        return Strength.NONE, ""
    spoken = [script or "" for script in scripts]
    foreign = sorted(set(spoken) - {MARK, LATIN, PHONETIC, "combining", "picture"})
    if len(foreign) > 1:
        return Strength.NONE, ""
    if _is_scrap_before(places[0]) or _is_scrap_after(places[-1], foreign=bool(foreign)):
        # Half of a sequence touches the run, the word has lost bytes, or another codec explains it
        # all. Half of a word repaired is worse than none: what tool could still read the rest?
        return Strength.WEAK, TORN
    if foreign:
        return _judge_foreign(places, spoken, foreign[0])
    strengths = [_judge_place(p, s) for p, s in zip(places, spoken, strict=True)]
    if PHONETIC in spoken and strengths[spoken.index(PHONETIC)] is not Strength.STRONG:
        return min(max(strengths), Strength.WEAK), PHONETIC
    if spoken.count(LATIN) >= 3:
        return Strength.STRONG, LATIN
    return max(strengths), PHONETIC if PHONETIC in spoken else LATIN


def _is_scrap_before(place: Place) -> bool:
    if place.before in _STARTING and place.says.isalpha():
        return False
    return place.before > "\x7f" and place.before not in ORDINARY


def _is_scrap_after(place: Place, *, foreign: bool) -> bool:
    if place.after == "â" and not foreign:
        return False  # what is left of a closing quote is mended when all else is
    return place.after > "\x7f" and place.after not in ORDINARY


def _judge_foreign(places: list[Place], spoken: list[str], script: str) -> tuple[Strength, str]:
    count = spoken.count(script)
    if count >= 3 or (len(places) == 1 and _is_plain(places[0])):
        return Strength.STRONG, script
    glued = is_latin(places[0].before) or is_latin(places[-1].after)
    strange = any(set(place.sequence[1:]) - ORDINARY for place in places)
    others = [p for p, s in zip(places, spoken, strict=True) if s != script]
    if any(_judge_place(p, MARK) is Strength.STRONG for p in others) and not glued:
        return Strength.STRONG, script
    if count == 2 and strange and not glued:
        return Strength.STRONG, script
    return Strength.WEAK, script


def _is_plain(place: Place) -> bool:
    """Tell whether one letter speaks for itself: a full-width form, Greek my in a unit, `4 Î¼g`."""
    if place.lead == "ï" and place.sequence[1] in "¼½":
        return True
    starts = not place.before or place.before in " (" or place.before.isdigit()
    return place.sequence == "Î¼" and starts and place.after != "" and place.after in "gmlLsAFVW"


def _judge_place(place: Place, script: str) -> Strength:
    if script == "picture":
        return Strength.STRONG if "Ÿ" in place.sequence else Strength.WEAK
    if len(place.sequence) > 2:
        return _judge_wide(place, script)
    if place.lead == "Â":
        return _judge_latin1_mark(place)
    if script == "combining":
        return _judge_combining(place)
    if script == PHONETIC or place.lead not in _LATIN_LEADS:
        return _judge_rare_letter(place)
    if place.last in "¹²³" and not is_lower(place.before) and place.lead != "Ã":
        return Strength.NONE  # TERÄ¹, 10 Å²: a footnote, a unit
    if is_lower(place.before):
        return _judge_after_lower(place)
    if is_upper(place.before):
        return _judge_after_upper(place)
    return _judge_at_word_start(place)


def _judge_after_lower(place: Place) -> Strength:
    """A capital inside a word, then a mark: `cafÃ©`. Two capitals with a mark stay in doubt."""
    if place.last == "’" or (place.says.isupper() and place.last in ORDINARY):
        return Strength.WEAK
    if place.says.isupper() and is_lower(place.after):
        return Strength.WEAK  # another codec of the family: `fÃŒr` is `für` in iso-8859-15
    return Strength.STRONG


def _judge_after_upper(place: Place) -> Strength:
    """After a capital, the lead may be a capital of the same word: `IRMÃ”`, `SÃƒO`, `PÃ¡gina`."""
    strange = place.last not in ORDINARY
    if place.last == "\xa0":  # SLÅ » in quotation marks, MANHÃ\xa0de
        return Strength.WEAK if place.lead == "Ã" else Strength.NONE
    if place.last in _BESIDE_CAPITALS and place.lead != "Ã":
        return Strength.WEAK
    if place.says.islower():
        if is_upper(place.after):
            return Strength.NONE
        glued = is_lower(place.after) and place.last not in _CLOSING
        return Strength.STRONG if glued else Strength.WEAK
    if is_lower(place.after):
        return Strength.WEAK  # `ZÃŒrich`, as above
    next_word = place.last in "€£¥¢§¿¡"  # `KESÄ€5`: only a blank is missing
    if is_latin(place.after):
        glued_opener = place.lead == "Ã" and place.last in "“‘‹™"
        sure = strange and (place.lead == "Ã" or not (next_word or place.last in "¦¬"))
        return Strength.STRONG if sure or glued_opener else Strength.WEAK
    sure = place.lead == "Ã" and strange and not next_word and place.last not in "†‡"
    return Strength.STRONG if sure else Strength.WEAK


def _judge_at_word_start(place: Place) -> Strength:
    strange = place.last not in ORDINARY
    if place.last in _BESIDE_CAPITALS + "\xa0" and place.lead != "Ã":
        return Strength.WEAK  # Norwegian begins sentences with `Å\xa0`
    if is_lower(place.after):
        dash_in_tilde = place.lead == "Ã" and place.last in "–…"  # Ã is no word that a dash follows
        doubtful = place.last in _CLOSING and not dash_in_tilde
        return Strength.WEAK if doubtful else Strength.STRONG
    if is_upper(place.after):
        return Strength.STRONG if strange else Strength.WEAK
    if place.lead != "Ã":
        return Strength.WEAK
    if place.last == "—" and place.before.isdigit() and place.after.isdigit():
        return Strength.STRONG  # 10Ã—20
    quoted = bool({place.before, place.after} & (_QUOTES | {"\xa0"}))
    if place.last == "\xa0":
        return Strength.NONE if quoted else Strength.STRONG
    return Strength.STRONG if (strange or place.last == "©") and not quoted else Strength.WEAK


def _judge_rare_letter(place: Place) -> Strength:
    """Letters of few languages, whose leads Æ to Ë end many words in capitals: `CAFÉ»`."""
    strange = place.last not in ORDINARY
    if is_lower(place.before):
        sure = is_lower(place.after) and place.last not in _CLOSING
        return Strength.STRONG if strange or sure else Strength.WEAK
    if is_lower(place.after) and place.sequence in _RARE_STARTS:
        return Strength.STRONG
    # ÉTÉ… and KYÇ’S: letters of phonetics and pinyin, which stand in words in small letters
    return Strength.NONE if place.lead in "ÉÇ" and place.sequence != "É™" else Strength.WEAK


_RARE_STARTS = frozenset(("Æ°", "Æ¡", "É™", "È™", "È›", "Èš"))  # ư ơ ə ș ț Ț


def _judge_combining(place: Place) -> Strength:
    if place.lead == "Í":
        return Strength.NONE  # GUARANÍ–: what is written is led by Ì
    if not is_lower(place.before):
        return Strength.WEAK
    sure = place.last not in ORDINARY or (is_lower(place.after) and place.last not in _CLOSING)
    return Strength.STRONG if sure else Strength.WEAK


def _judge_latin1_mark(place: Place) -> Strength:
    """`Â` before a mark of latin-1 or, twice misread, of windows-1252. No word is `Â` alone."""
    before, last, after = place.before, place.last, place.after
    if last == "\xa0" and after == " ":
        return Strength.STRONG
    if is_upper(before) or before == "?":
        return Strength.WEAK  # HÂLÂ», MISUTÂ\xa0AJIKKO; a lost byte often became "?"
    if is_lower(before):
        return Strength.WEAK if last == "’" and not is_lower(after) else Strength.STRONG
    if last == "\xa0":
        quoted = before in ("\xa0", *_OPENING) or after in ("\xa0", *_QUOTES - set(_OPENING))
        quoted = quoted and bool(before) and bool(after)
        return Strength.NONE if quoted else Strength.STRONG
    if last in _BESIDE_DIGIT:
        sure = (
            before.isdigit() or after.isdigit() or before == ")" or (last == "°" and after == "C")
        )
    elif last in "·•–—":
        sure = before in ("", " ") and after == " "
    elif last in "«“‘":
        sure = after not in ("", " ", "\xa0")
    elif last in "»”’…":
        sure = before not in ("", " ", "\xa0", *_OPENING) and not before.isalnum()
    else:
        sure = last not in ORDINARY or last in "©®"
    return Strength.STRONG if sure else Strength.WEAK


_OPENING = ("“", "‘", "«", "‹", "„", "‚", '"')
_BESIDE_DIGIT = frozenset("°²³¹ªº€")


def _judge_wide(place: Place, script: str) -> Strength:
    """Sequences of three and more: `â€™`, `á»¥`, `ðŸ˜€`; Turkish may end a word `hâlâ”…`."""
    first, last = place.sequence[1], place.last
    after_letter = is_latin(place.before)
    if last in ORDINARY and first in ORDINARY:
        if script == LATIN:
            inside = is_lower(place.before) and is_lower(place.after) and last in "™‘“›•"
            return Strength.STRONG if inside else Strength.WEAK
        return Strength.NONE if after_letter else Strength.WEAK
    if after_letter and script == MARK and first in ORDINARY | {"†", "‡"} and last not in UNDEFINED:
        return Strength.WEAK
    return Strength.STRONG
