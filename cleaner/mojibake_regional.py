"""Read UTF-8 that was taken for a regional codec: a line and the codec in, spans and texts out.

The letters of these codecs are everyday letters somewhere: `Рі` begins Ukrainian words, `√` and
`π` stand in formulas. So a line is believed damaged only for one of three plain reasons, and is
read in full only when nothing else on it could be a genuine letter of the codec:

- a dash or quotation mark in full, `вЂ”`, which no language writes;
- the lead of a Latin letter and what follows it glued to a small ASCII letter, `cafГ©`;
- several letters in a row of one foreign script, `РџСЂРёРІРµС‚`, in a case or with signs that no
  word has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleaner.mojibake import RegionalCodec
from cleaner.mojibake_evidence import ORDINARY
from cleaner.mojibake_scripts import LATIN, MARK, PHONETIC, script_of

_MARKS = frozenset("‘’‚“”„–—…•‹›")
# A capital may stand before these at a word's end: `clubГ»` needs a letter behind it.
_CLOSING = frozenset("”’»–—…†‡")
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
_MEMO_LENGTH = 40  # longer runs are read anew, so that the memo stays small
_RUN_OF_LETTERS = 3  # of one foreign script, to be believed
_ANYWHERE = frozenset((MARK, LATIN, PHONETIC, "picture"))  # may share a run with any script
_SCRIPTS = frozenset(("cyrillic", "greek", "hebrew", "arabic"))  # those of two bytes a letter


def read_regional(line: str, codec: RegionalCodec) -> Iterator[tuple[int, int, str]]:
    """Yield half-open spans of ``line`` in order, each with the text that it was.

    >>> from cleaner.mojibake import REGIONAL
    >>> [text for _, _, text in read_regional("cafГ© вЂ“ РґР°", REGIONAL[0])]
    ['é', '–', 'да']
    >>> list(read_regional("Місісіпі, Рівне та Ґданськ", REGIONAL[0]))
    []
    """
    if not codec.hint.search(line):
        return
    spans = [match.span() for match in codec.run.finditer(line)]
    if not spans:
        return
    pieces = [_read(codec, *_around(line, start, end)) for start, end in spans]
    if not any(sure for _, sure in pieces) or _is_claimed(line, spans, codec):
        return
    whole = _is_all_damaged(line, spans)
    believed = [text != "" and (sure or whole) for text, sure in pieces]
    for index, (start, end) in enumerate(spans):
        if believed[index] and not _is_half_a_word(line, spans, believed, index):
            yield start, end, pieces[index][0]


def _is_claimed(line: str, spans: Sequence[tuple[int, int]], codec: RegionalCodec) -> bool:
    """Tell whether the codec's rival reads all runs too, and some of them otherwise."""
    rival = codec.rival
    if rival is None:
        return False
    runs = {line[start:end] for start, end in spans}
    if not {ord(char) for run in runs for char in run} <= rival.to_byte.keys():
        return False
    return any(run.translate(codec.to_byte) != run.translate(rival.to_byte) for run in runs)


def _is_half_a_word(
    line: str, spans: Sequence[tuple[int, int]], believed: Sequence[bool], index: int
) -> bool:
    """Tell whether the run shares its word with one that stays: half a repair helps nobody."""
    for other in (index - 1, index + 1):
        if 0 <= other < len(spans) and not believed[other]:
            left, right = sorted((spans[index], spans[other]))
            if line[left[1] : right[0]].isalpha():
                return True
    return False


def _around(line: str, start: int, end: int) -> tuple[str, str, str]:
    return line[max(0, start - 1) : start], line[start:end], line[end : end + 1]


def _is_all_damaged(line: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the line has no letter outside ASCII and no lost byte beside its runs.

    Then it was misread as a whole, and what proves nothing by itself is damage too.
    """
    done = 0
    for start, end in [*spans, (len(line), len(line))]:
        between = line[done:start]
        if not between.isascii() and any(c > "\x7f" and c not in ORDINARY for c in between):
            return False
        done = end
    return True


def _read(codec: RegionalCodec, before: str, run: str, after: str) -> tuple[str, bool]:
    reader = _read_run if len(run) <= _MEMO_LENGTH else _read_run.__wrapped__
    return reader(codec, before, run, after)


@lru_cache(maxsize=20_000)
def _read_run(codec: RegionalCodec, before: str, run: str, after: str) -> tuple[str, bool]:
    """Return what ``run`` says, or nothing if it cannot be text, and whether that is sure."""
    if _is_letter(before) or _is_letter(after):
        return "", False  # a genuine word, or one that has lost bytes
    sequences = codec.sequence.findall(run)
    said = [codec.decode(sequence) for sequence in sequences]
    scripts = [script_of(char) for char in said]
    spoken = set(scripts) - _ANYWHERE
    if len(spoken) > 1 or not spoken <= _SCRIPTS:
        return "", False
    text = "".join(said)
    if before in _LOWER and said[0].isupper():
        return "", False  # a codec that shares the characters and not the bytes
    if spoken:
        if LATIN in scripts or before in _LOWER or after in _LOWER:
            return "", False
        return text, _has_mark(sequences, said) or _is_foreign_word(codec, sequences, scripts)
    sure = _has_mark(sequences, said) or _is_glued(codec, (before, after), sequences[0], said)
    return text, sure


def _is_letter(char: str) -> bool:
    return char > "\x7f" and char not in ORDINARY


def _has_mark(sequences: Sequence[str], said: Sequence[str]) -> bool:
    return any(
        len(sequence) == 3 and char in _MARKS
        for sequence, char in zip(sequences, said, strict=True)
    )


def _is_foreign_word(
    codec: RegionalCodec, sequences: Sequence[str], scripts: Sequence[str | None]
) -> bool:
    """Tell whether letters follow each other as in no word: `РёРІ`, small before capital.

    Where leads are signs, as in `–∏–≤`, what follows them must be signs too, twice at least.
    """
    letters = [
        sequence
        for sequence, script in zip(sequences, scripts, strict=True)
        if script not in _ANYWHERE
    ]
    if codec.led_by_signs:
        signs = sum(not sequence[-1].isalpha() for sequence in letters)
        return len(letters) > _RUN_OF_LETTERS and signs >= 2
    odd = sum(not sequence[-1].isupper() for sequence in letters[:-1])
    return len(letters) >= _RUN_OF_LETTERS and odd >= 2


def _is_glued(
    codec: RegionalCodec, around: tuple[str, str], sequence: str, said: Sequence[str]
) -> bool:
    """Tell whether a small ASCII letter runs into the lead of a small Latin letter."""
    before, after = around
    first = said[0]
    # Leads that windows-1252 has too are for its own, finer rules.
    if before not in _LOWER or len(sequence) != 2 or sequence[0] in "ÃÄÅ":
        return False
    if not ("ß" <= first <= "\u017f" and first.islower()):
        return False
    follows = said[1] if len(said) > 1 else after
    if codec.led_by_signs:
        # 2r√πh and x≈±y are formulas, `kira√Übung` two words and a sign between them.
        last = sequence[-1]
        accents = codec.to_byte[ord(sequence[0])] == 0xC3 or (last.isalpha() and last not in "ªºµ")
        return accents and follows in _LOWER and last != "π" and not last.isupper()
    if follows in _LOWER:
        return True
    return sequence[-1] not in _CLOSING and not follows.isupper()
