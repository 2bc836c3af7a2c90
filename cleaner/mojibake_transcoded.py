"""Read windows-1252 that was taken for MacRoman: a line in, one character for another out.

Here no grammar of UTF-8 helps: each byte became one character, `don’t` became `donít` and `café`
`cafÈ`. All of these characters are letters and signs somewhere, so a line is believed only if two
things come together: something on it that no language writes, such as `M‰rz` or `ya,î`, twice `GonÁalves`,
and every other character beyond ASCII reading well as what it would have been.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.patterns import lazy_pattern

# One of these is enough ...
_SURE = lazy_pattern(
    # an accent by itself, before a letter that cannot bear it: M‰rz, Kˆln
    r"[A-Za-z](?:[‰„¯]|ˆ(?![aeiouycghjsw])|˚(?![au])|˙(?![zceg]))[a-z]"
    r"|[a-z]{2}˘(?=[ .,;:])"  # pi˘
    r"|[,.!?Ö]î(?![^\W\d_])"  # ya,î
    r"|(?<![^\W\d_])[ìë][A-Z]"  # ìYa
    r"|\d[ †]?∞C\b"
    r"|\b(?:[Dd]on|[Cc]an|[Ii]sn|[Ww]on|[Dd]idn|[Dd]oesn|[Ww]asn|[Cc]ouldn|[Ww]ouldn|[Aa]ren)ít\b"
    r"|\b(?:[Ww]e|[Tt]hey|[Yy]ou|I)í(?:ve|re|ll)\b"
)
# ... or two of these, or one beside what good text may hold: ListaÍtems, the letter ñ.
_LIKELY = lazy_pattern(
    r"[a-z]{2}[ÈËÏÌÚÙ‡](?![^\W\d_])|[a-z][ÈËÎÏÌÒÛÙ][a-z]|[A-Za-z]¸(?![csteagk])[a-z]"
    r"|(?<= )Ä(?=\d)|\b[LlDdNnSs]í[A-ZÈ]"
)
_PERHAPS = lazy_pattern(r"[a-z][ÁÍÚ][a-z]|(?<= )ñ(?= )")
_ENOUGH = 2
_FOREIGN = re.compile("[^\x00-\x7f]")
_PAIRS = {"“": "”", "‘": "’", "«": "»", "‹": "›", "„": "“", "”": "“", "’": "‘", "»": "«", "›": "‹"}
_BLANKS = " \t\xa0"
_STARTS = _BLANKS + "([\"'-–—/"  # what a word or a quotation may follow
_ENDS = _BLANKS + ".,;:!?)]\"'-–—/…"


def read_transcoded(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield half-open spans of ``line`` in order, each with the character that it was.

    >>> [text for _, _, text in read_transcoded("ìYa,î kata AndrÈ GonÁalves ñ lalu pergi.")]
    ['“', '”', 'é', 'ç', '–']
    >>> list(read_transcoded("“Él es José, señor”, dice Inés ó Íñigo en na hÁite"))
    []
    """
    if not _SURE.search(line):
        likely = len(_LIKELY.findall(line))
        if not likely or likely + len(_PERHAPS.findall(line)) < _ENOUGH:
            return
    table = _table()
    places = [match.start() for match in _FOREIGN.finditer(line)]
    genuine = {at for at in places if _is_genuine(line, at)}
    meant = [char if at in genuine else table.get(char, "") for at, char in enumerate(line)]
    meant = [new if old > "\x7f" else old for old, new in zip(line, meant, strict=True)]
    if "" in meant:
        return
    read = "".join(meant)
    for at in places:
        if at in genuine:
            # What would read as well as a letter may be one.
            other = table.get(line[at], "")
            if line[at] in "…•™€" and other and _fits(read[:at] + other + read[at + 1 :], at):
                return
        elif not _fits(read, at):
            return
    yield from ((at, at + 1, read[at]) for at in places if read[at] != line[at])


def _is_genuine(line: str, at: int) -> bool:
    """Tell whether the mark at ``at`` is typography that stands well beside the damage."""
    char = line[at]
    if char in _PAIRS and _PAIRS[char] not in line:
        return False
    return char == "\xa0" or (char in "“”‘’«»–—…•™€" and _fits(line, at))


@cache
def _table() -> dict[str, str]:
    """Return what the characters of MacRoman are in windows-1252."""
    pairs = (
        (bytes([byte]).decode("mac_roman"), bytes([byte]).decode("cp1252", "replace"))
        for byte in range(0x80, 0x100)
    )
    return {read: meant for read, meant in pairs if meant != "\ufffd"}


def _fits(line: str, at: int) -> bool:
    """Tell whether the character at ``at`` stands where such a one stands."""
    char, before, after = line[at], line[:at][-1:], line[at + 1 : at + 2]
    if char.isalpha() and char not in "ªº":
        return _has_its_case(char, before, after)
    if char in "“‘„‚«‹¿¡":
        return (
            (not before or before in _STARTS + "“‘«") and after not in tuple(_ENDS) and after != ""
        )
    if char in "”’»›…™":
        holds = char == "’" and before.isalpha() and after.isalpha()
        follows = before != "" and before not in _STARTS
        if holds or (char == "’" and "‘" not in line):
            return holds
        return follows and (not after or after in _ENDS or after in "”’»›")
    if char in "–—•":
        between = before in ("", *_BLANKS) and after in ("", *_BLANKS)
        return between or (char != "•" and before.isdigit() and after.isdigit())
    if char == "\xa0":
        return before != "" and after != "" and not (before.isalpha() and after.isalpha())
    if char in "€£¥":
        return after.isdigit() or before.isdigit() or before in tuple(_BLANKS)
    if char in "°²³ªº½¼¾":
        return before in tuple(_BLANKS + ".") or before.isalnum()
    return char in "§©®"


def _has_its_case(char: str, before: str, after: str) -> bool:
    if char.isupper():
        return not before.islower()
    return before.islower() or after.islower() or not (before.isupper() or after.isupper())
