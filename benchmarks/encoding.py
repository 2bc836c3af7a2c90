"""Channel test of the encoding stage: sentences damaged in known ways in, a table of outcomes out.

Run ``python benchmarks/encoding.py [--held] [--invented] [--times]``. Each sentence of
``fixtures/sentences.toml`` is damaged alone and beside genuine typography, and repaired by this
project, by ftfy and by plsfix. An outcome is one of

- exact: the result is the original;
- wrong: the result holds a character more often than original and damaged line together do, so
  the tool invented it;
- misplaced: it holds none, and is still no mix of damaged and right pieces of the line;
- partial: it is such a mix;
- untouched: the result is the damaged line.

A sentence that a channel cannot change is not counted in it. ftfy keeps quotes, ligatures and
widths here, as this project does; plsfix cannot be told to, so for it all three are levelled on
both sides.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ftfy
from ftfy import fixes

from cleaner.edits import apply_edits
from cleaner.stages.encoding import BUILT_INS, repair_line

FIXTURE = Path(__file__).parent.parent / "fixtures" / "sentences.toml"
GENUINE = " (“kutipan” – tanda\xa0asli)"
OUTCOMES = ("exact", "wrong", "misplaced", "partial", "untouched")
ROUNDS = 3
C1 = dict.fromkeys(range(0x80, 0xA0))


def read_as(codec: str, text: str) -> str:
    """Return the UTF-8 of ``text`` read in ``codec``, bytes that it does not define as controls.

    >>> read_as("cp1252", "”")
    'â€\\x9d'
    """
    return "".join(
        bytes([byte]).decode(codec, "replace").replace("\ufffd", chr(byte))
        for byte in text.encode()
    )


def _read_as_mac(text: str) -> str:
    try:
        return text.encode("cp1252").decode("mac_roman")
    except UnicodeEncodeError:
        return text


CHANNELS: dict[str, Callable[[str], str]] = {
    "windows-1252": partial(read_as, "cp1252"),
    "latin-1": partial(read_as, "latin-1"),
    "MacRoman": partial(read_as, "mac_roman"),
    "windows-1250": partial(read_as, "cp1250"),
    "windows-1251": partial(read_as, "cp1251"),
    "windows-1252 twice": lambda text: read_as("cp1252", read_as("cp1252", text)),
    "undefined bytes dropped": lambda text: text.encode().decode("cp1252", "ignore"),
    "undefined bytes as U+FFFD": lambda text: text.encode().decode("cp1252", "replace"),
    "C1 controls stripped": lambda text: read_as("latin-1", text).translate(C1),
    "A0 as a space": lambda text: read_as("cp1252", text).replace("\xa0", " "),
    "windows-1252 as MacRoman": _read_as_mac,
}


def _same(text: str) -> str:
    return text


def _level(text: str) -> str:
    """Return ``text`` in the quotes, ligatures and widths that plsfix makes of any text."""
    return str(fixes.uncurl_quotes(fixes.fix_latin_ligatures(fixes.fix_character_width(text))))


def _ours(line: str) -> str:
    return apply_edits(line, repair_line(line, frozenset(BUILT_INS)))


def _fix_text(line: str) -> str:
    kept = {"uncurl_quotes": False, "fix_latin_ligatures": False, "fix_character_width": False}
    return str(ftfy.fix_text(line, **kept))


@dataclass(frozen=True, slots=True)
class Tool:
    """What repairs a line, and what makes two results comparable."""

    repair: Callable[[str], str]
    level: Callable[[str], str] = _same


TOOLS = {
    "cleaner": Tool(_ours),
    "ftfy.fix_encoding": Tool(ftfy.fix_encoding),
    "ftfy.fix_text": Tool(_fix_text),
}
with contextlib.suppress(ImportError):  # it has no wheel for every Python
    import plsfix

    TOOLS["plsfix"] = Tool(plsfix.fix_text, _level)


@dataclass(frozen=True, slots=True)
class Case:
    """One line as a channel leaves it, and as it was; ``name`` is the channel's."""

    lang: str
    name: str
    damaged: str
    truth: str

    def pieces(self) -> Iterator[set[str]]:
        """Yield what may stand for each character of the truth in a line repaired in part."""
        damage = CHANNELS.get(self.name, _same)
        for character in self.truth.removesuffix(GENUINE):
            damaged = damage(character)
            # A mark for a lost byte may stand for the whole character.
            lost = {"\ufffd"} if "\ufffd" in damaged else set()
            # Of two layers one may be gone.
            inner = {CHANNELS["windows-1252"](character)} if "twice" in self.name else set()
            yield {character, damaged} | lost | inner
        if self.truth.endswith(GENUINE):
            yield {GENUINE}


def find_invented(damaged: str, truth: str, result: str) -> str:
    """Return the characters, sorted, that ``result`` holds more often than the others together.

    >>> find_invented("IRMÃ”", "IRMÃ”", "IRMÔ")
    'Ô'
    """
    more = Counter(result) - Counter(truth) - Counter(damaged)
    return "".join(sorted(more.elements()))


def is_mix(result: str, pieces: Iterable[set[str]]) -> bool:
    """Tell whether ``result`` is made of one of each of ``pieces``, in order.

    >>> is_mix("Ã©té", [{"é", "Ã©"}, {"t"}, {"é", "Ã©"}]), is_mix("éét", [{"é"}, {"t"}, {"é"}])
    (True, False)
    """
    ends = {0}
    for choices in pieces:
        ends = {
            end + len(choice)
            for end in ends
            for choice in choices
            if result.startswith(choice, end)
        }
    return len(result) in ends


def judge(case: Case, tool: Tool) -> tuple[str, str]:
    """Return the outcome and the invented characters."""
    result = tool.level(tool.repair(case.damaged))
    damaged, truth = tool.level(case.damaged), tool.level(case.truth)
    if result == truth:
        return "exact", ""
    if invented := find_invented(damaged, truth, result):
        return "wrong", invented
    if result == damaged:
        return "untouched", ""
    mixed = is_mix(result, (set(map(tool.level, choices)) for choices in case.pieces()))
    return "partial" if mixed else "misplaced", ""


def channel_cases(half: str) -> Iterator[tuple[str, list[Case]]]:
    """Yield each channel and its lines, alone, mixed and undamaged; ``half`` is dev or held."""
    entries = tomllib.loads(FIXTURE.read_text("utf-8"))["sentences"]
    sentences = [(entry["lang"], text) for entry in entries for text in entry[half]]
    for tail, beside in (("alone", ""), ("mixed", GENUINE)):
        for name, damage in CHANNELS.items():
            broken = [(lang, damage(text), text) for lang, text in sentences]
            yield (
                f"{name}, {tail}",
                [Case(lang, name, d + beside, t + beside) for lang, d, t in broken if d != t],
            )
    yield "undamaged", [Case(lang, "", text, text) for lang, text in sentences]


def _seconds(tool: Tool, cases: list[Case]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for case in cases:
            tool.repair(case.damaged)
        best = min(best, time.process_time() - start)
    return best


def _print_row(name: str, lines: int | str, cells: list[str]) -> None:
    print(f"{name:34}{lines:>6}" + "".join(f"{cell:>25}" for cell in cells))


def _cell(outcomes: Counter[str]) -> str:
    return " ".join(f"{outcomes[name]:>4}" for name in OUTCOMES)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Channel test of the encoding stage.")
    parser.add_argument("--held", action="store_true", help="the half that rules never saw")
    parser.add_argument(
        "--invented", action="store_true", help="list each wrong and misplaced result"
    )
    parser.add_argument("--times", action="store_true", help="add times as a ratio to ours")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Print outcomes for each channel and tool, and what was asked for besides."""
    options = _options(argv)
    totals = {name: {"alone": Counter[str](), "mixed": Counter[str]()} for name in TOOLS}
    every: list[Case] = []
    listed: list[str] = []
    print(
        f"each cell: {', '.join(OUTCOMES)}"
        + ("" if "plsfix" in TOOLS else "; plsfix is not installed")
    )
    _print_row("channel", "lines", list(TOOLS))
    for channel, cases in channel_cases("held" if options.held else "dev"):
        cells = []
        for name, tool in TOOLS.items():
            outcomes = Counter[str]()
            for case in cases:
                outcome, invented = judge(case, tool)
                outcomes[outcome] += 1
                if outcome in ("wrong", "misplaced"):
                    what = f"{name}\t{channel}\t{case.lang}\t{invented or outcome}"
                    listed.append(f"{what}\t{tool.repair(case.damaged)}\t{case.truth}")
            cells.append(_cell(outcomes))
            if (tail := channel.rpartition(", ")[2]) in totals[name]:
                totals[name][tail] += outcomes
        _print_row(channel, len(cases), cells)
        every += cases
    for tail in ("alone", "mixed"):
        summed = [totals[name][tail] for name in TOOLS]
        _print_row(f"all, {tail}", summed[0].total(), [_cell(outcomes) for outcomes in summed])
        shares = [f"exact {o['exact'] / o.total():.1%}" for o in summed]
        _print_row("", "", shares)
    if options.times:
        seconds = [_seconds(tool, every) for tool in TOOLS.values()]
        ratios = [f"{s / seconds[0]:.1f}" for s in seconds]
        _print_row("time, ours = 1 (memo filled)", len(every), ratios)
    if options.invented:
        print(*listed, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
