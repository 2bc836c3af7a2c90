"""Write the trigger of rule ``mojibake``: codecs in, the pattern of all that can be damage out.

Run ``python benchmarks/mojibake_trigger.py [--write]``. Without ``--write`` the pattern is printed.
It spells out what ``cleaner.mojibake_grades`` may believe; a line without any of it is not looked
at. hyperscan and ``re`` have to read it alike, so it holds classes, groups and counts only.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cleaner.mojibake import CODECS, REGIONAL, Codec, RegionalCodec
from cleaner.mojibake_evidence import ORDINARY

PACK = Path(__file__).parent.parent / "rules" / "encoding.toml"
LETTER_LEADS = (0xC3, 0xC9)  # of Latin letters beyond latin-1
FOREIGN_LEADS = (0xCD, 0xDB)  # of scripts of two bytes a letter
WIDE_LEADS = (0xE0, 0xEF)
TAIL = (0x80, 0xBF)


def view(codec: Codec, first: int, last: int) -> str:
    """Return a class of all characters that stand for these bytes in ``codec``, as ranges."""
    codes = sorted(c for c, byte in codec.to_byte.items() if first <= byte <= last)
    parts: list[str] = []
    start = previous = -2
    for code in [*codes, -1]:
        if code == previous + 1:
            previous = code
            continue
        if start >= 0:
            parts.append(_range(start, previous))
        start = previous = code
    return "[" + "".join(parts) + "]"


def _range(first: int, last: int) -> str:
    if first == last:
        return _char(first)
    return _char(first) + ("-" if last > first + 1 else "") + _char(last)


def _char(code: int) -> str:
    return f"\\x{code:02x}" if code < 0xA1 or code == 0xAD else re.escape(chr(code))


def western() -> Iterator[str]:
    """Yield the grammar of UTF-8 in the characters of windows-1252 and C1."""
    codec = CODECS[0]
    tail = view(codec, *TAIL)
    yield f"{view(codec, 0xC2, 0xDB)}{tail}"
    yield f"{view(codec, 0xE0, 0xE0)}{view(codec, 0xA2, 0xBF)}{tail}"
    # A letter, a no-break space and "»" is how French closes a quotation.
    yield f"{view(codec, 0xE1, 0xED)}[\\x80-\\x9f\\xa1-\\xbf{tail[1:-1].partition('¿')[2]}]{tail}"
    yield f"{view(codec, 0xE1, 0xED)}\\xa0[\\x80-ºŒ¼-¿{tail[1:-1].partition('¿')[2]}]"
    yield f"{view(codec, 0xEF, 0xEF)}{view(codec, 0xA4, 0xBF)}{tail}"
    yield f"{view(codec, 0xF0, 0xF0)}{view(codec, 0x90, 0xBF)}{tail}"


def regional(codec: RegionalCodec) -> Iterator[str]:
    """Yield what a run of ``codec`` must hold to be sure, or to add up with others to that.

    None asks for an ASCII letter before it: hyperscan would have to look at every letter.
    """
    tail, leads = view(codec, *TAIL), view(codec, *LETTER_LEADS)
    foreign = 4 if codec.led_by_signs else 3
    yield f"(?:{view(codec, *FOREIGN_LEADS)}{tail}){{{foreign}}}"
    yield f"(?:{view(codec, *WIDE_LEADS)}{tail}{tail}){{3}}"
    yield f"{view(codec, 0xF0, 0xF0)}{view(codec, 0x9F, 0x9F)}{tail}"  # a picture
    if leads == view(CODECS[0], *LETTER_LEADS):
        return  # all that follows is in the grammar of windows-1252
    yield f"{view(codec, 0xE2, 0xE2)}{view(codec, 0x80, 0xAF)}{tail}"  # a mark in full
    yield f"{view(codec, 0xC2, 0xC2)}{view(codec, 0xA3, 0xB3)}"  # a mark beside figures
    yield f"{view(codec, 0xEF, 0xEF)}{view(codec, 0xAC, 0xAC)}{view(codec, 0x80, 0x86)}"  # a ligature
    if codec.led_by_signs:
        yield f"{view(codec, 0xC3, 0xC6)}{tail}"
        yield f"{view(codec, 0xE1, 0xE1)}{view(codec, 0xB8, 0xBB)}{tail}"
        return
    ends = "[\\x00-\\x7f" + "".join(sorted(map(re.escape, ORDINARY))) + "]"
    yield f"{leads}{tail}{ends}"
    yield f"{leads}{tail}{view(codec, 0xC2, 0xEF)}{tail}"


# What is sure or likely in ``cleaner.mojibake_transcoded``, without the letters before it.
TRANSCODED = (
    "[‰„¯ˆ˚˙¸][a-z]",
    "˘[ .,;:]",
    "[,.!?Ö]î",
    "[ìë][A-Z]",
    "∞C",
    "ít",
    "í(?:ve|re|ll)",
    " ñ ",
    "[ÈËÏÌÚÙ‡][\\x00-@\\[-`{-\\x7f]",
    "[ÁÈËÍÎÏÌÒÚÛÙ][a-z]",
    " Ä[0-9]",
    "í[A-ZÈ]",
)


def trigger() -> str:
    """Return the pattern."""
    parts = [
        *western(),
        *(part for codec in REGIONAL for part in regional(codec)),
        *TRANSCODED,
    ]
    return "|".join(dict.fromkeys(parts))


def write() -> None:
    """Put the pattern in place of the one in the pack."""
    text = PACK.read_text("utf-8")
    head, mark, rest = text.partition('id = "mojibake"\n')
    old = re.search(r"^trigger = '[^']*'$", rest, re.MULTILINE)
    assert old is not None, PACK
    new = f"{head}{mark}{rest[: old.start()]}trigger = '{trigger()}'{rest[old.end() :]}"
    PACK.write_text(new, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        print(trigger())
