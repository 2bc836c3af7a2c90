"""How a decoded text reads: a text in, whether a wrong codec could have made it out.

A wrong codec gives itself away inside and around words: a quotation mark or a fraction between two
letters, a capital behind a small letter, letters of two scripts in one word. Nothing here knows
which codec made the text.
"""

from __future__ import annotations

from collections import Counter

from cleaner.language_data import fold
from cleaner.letters import Letters
from cleaner.patterns import lazy_regex

# What stands in prose beside letters and ASCII.
MARKS = "“”‘’„‚«»‹›–—…•·°§©®™€£¥½¼¾±²³ªº¿¡№،؛؟\u00a0"
EAST_ASIAN = "、。〈〉《》「」『』【】〔〕・·～　！（），：；？［］％＋－／ー〜％“”‘’…—–～•①②③④⑤⑥⑦⑧⑨⑩○●◎△▲□■◇◆★☆※〒→←↑↓"
WIDE = lazy_regex(r"(?V1)[\uff01-\uff5e]")
_FOREIGN = lazy_regex(r"(?V1)[^\x00-\x7f\p{L}\p{M}]")
_CONTROL = lazy_regex(r"(?V1)[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNUSUAL = lazy_regex(r"(?V1)[\p{Co}\p{Cn}\p{Cs}\p{Cf}]")
_LETTER = r"[\p{L}\p{M}]"
_LATIN_TOO = lazy_regex(r"(?V1)[A-Za-z][\p{L}--\p{Latin}]|[\p{L}--\p{Latin}][A-Za-z]")
# German and its neighbours close with what English opens with.
_LOW_PAIR = lazy_regex("(?V1)„[^„“”\n]*[“”]|‚[^‚‘’\n]*[‘’]")
_MISPLACED = lazy_regex(
    # no mark but an apostrophe, a no-break space and a middle point holds letters together
    rf"(?V1){_LETTER}[“”‘„‚«»–—…•°§©®™€£¥½¼¾±²³ªº¿¡№]{_LETTER}"
    rf"|[\p{{L}}\d][“„¿¡]|[“„¿¡](?:\s|$)|(?:\s|^)[”’](?:\s|$)|(?:\s|^)’\p{{L}}|[‚‹›]|‘[^’\n]*(?:\n|$)"
    rf"|(?<!\d)[ªº]|(?<![\d\p{{L}}])[²³]|[²³ªº]\p{{L}}"
    rf"|[½¼¾°©®™€£¥±·•]\p{{L}}|\p{{L}}[½¼¾°©®™€£¥±]|(?:\s|^)·|·(?:\s|$)"
    # no word changes its case at a marked letter
    r"|\p{Ll}[\p{Lu}--[A-Z]]|\p{Lu}{2}[\p{Ll}--[a-zß]]|\p{Lu}[\p{Lu}--[A-Z]]\p{Ll}"
)
_OPENING_CLOSER = lazy_regex(r"(?:[\s(]|^)[”]")
_QUOTES = lazy_regex(r"(?V1)(?<![\p{L}\d])“\b[^“”\n]*(?<=\S)”(?![\p{L}\d])")
_SPACED_DASH = lazy_regex(r"(?<=[\s\p{P}])[–—](?=\s)|(?<=\d)–(?=\d)")
_WORD = lazy_regex(r"(?V1)[\p{L}\p{M}]+")


def reads_well(text: str, *, east_asian: bool = False) -> bool:
    """Tell whether no mark, control or capital of ``text`` stands where none would.

    >>> reads_well("“Café”, kata Rani."), reads_well("za¿ó³æ"), reads_well("cafÃ©")
    (True, False, False)
    """
    if _is_garbled(text, east_asian=east_asian):
        return False
    return east_asian or text.count("«") == text.count("»")


def begins_well(text: str, *, east_asian: bool = False) -> bool:
    """Tell whether the text that begins so, cut anywhere, may read well.

    >>> begins_well("Il a dit : « voilà ‘tout"), begins_well("Il a dÃ©clarÃ© que")
    (True, False)
    """
    # What was opened may be closed behind the cut, a word may go on.
    whole = text.rpartition(" ")[0] or text
    return not _is_garbled(f"{whole} x’", east_asian=east_asian)


def _is_garbled(text: str, *, east_asian: bool) -> bool:
    if _CONTROL.search(text) or _UNUSUAL.search(text):
        return True
    allowed = set(MARKS) | (set(EAST_ASIAN) if east_asian else set())
    for mark in set(_FOREIGN.findall(text)) - allowed:
        if not (east_asian and WIDE.match(mark)):
            return True
    if east_asian:
        return False
    plain = _LOW_PAIR.sub(lambda pair: pair[0].strip("„“”‚‘’"), text)
    return bool(_MISPLACED.search(plain) or _LATIN_TOO.search(plain))


def has_only_paired_marks(text: str) -> bool:
    """Tell whether beyond ASCII there are quotation marks in pairs, and what may stand beside them.

    In another codec the same bytes would be letters, one at the start of a word and another at the
    end of one, turn and turn about: no language does that. Apostrophes, dashes and points alone
    would pass for letters.

    >>> has_only_paired_marks("Ia berkata, “halo”."), has_only_paired_marks("Malm”")
    (True, False)
    """
    plain, pairs = _QUOTES.subn(lambda pair: pair[0][1:-1], text)
    plain = _SPACED_DASH.sub("", plain).replace("’", "").replace("…", "")
    return pairs > 0 and plain.isascii() and not _OPENING_CLOSER.search(text)


def fits(text: str, letters: Letters) -> bool:
    """Tell whether ``text`` is made of the letters, or largely of what is common, of a language."""
    found = Counter(char for char in text if not char.isascii() and char.isalpha())
    if letters.letters and not found.keys() <= letters.letters | set("ªº"):
        return False
    return not letters.common or _common_share(text, letters) >= letters.least


def _common_share(text: str, letters: Letters) -> float:
    if letters.letters:
        words = _WORD.findall(fold(text))
        common = frozenset(letters.common)
        return sum(word in common for word in words) / max(1, len(words))
    length = sum(char.isalpha() and not char.isascii() for char in text)
    return sum(text.count(part) * len(part) for part in letters.common) / max(1, length)
