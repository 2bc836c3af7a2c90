"""Channel test of the encoding stage: sentences damaged in known ways in, exact lines and times out.

Run ``python benchmarks/encoding.py [FILE]``; FILE holds one clean sentence a line and defaults to
the sentences of ``fixtures/encoding.toml``. Each is damaged alone and beside genuine typography,
repaired by this project, by ``ftfy.fix_encoding`` and by ``ftfy.fix_text``, and counted when the
result is the original (for ftfy with quotes kept).
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import ftfy

from cleaner.edits import apply_edits
from cleaner.mojibake import REGIONAL
from cleaner.stages.encoding import BUILT_INS, repair_line

FIXTURE = Path(__file__).parent.parent / "fixtures" / "encoding.toml"
GENUINE = " (“kutipan” – tanda\xa0asli)"
ROUNDS = 5


def _sloppy_in(codec: str) -> Callable[[str], str]:
    def damage(text: str) -> str:
        return "".join(
            bytes([byte]).decode(codec, "replace").replace("\ufffd", chr(byte))
            for byte in text.encode()
        )

    return damage


_sloppy = _sloppy_in("windows-1252")

CHANNELS: dict[str, Callable[[str], str]] = {
    "windows-1252": _sloppy,
    "latin-1": lambda text: text.encode().decode("latin-1"),
    "windows-1252 twice": lambda text: _sloppy(_sloppy(text)),
    "latin-1 twice": lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    "undefined bytes dropped": lambda text: text.encode().decode("windows-1252", "ignore"),
    **{codec.name: _sloppy_in(codec.name) for codec in REGIONAL},
}


def _ours(line: str) -> str:
    return apply_edits(line, repair_line(line, frozenset(BUILT_INS)))


def _fix_text(line: str) -> str:
    return str(ftfy.fix_text(line, uncurl_quotes=False, fix_latin_ligatures=False))


TOOLS: dict[str, Callable[[str], str]] = {
    "cleaner": _ours,
    "ftfy.fix_encoding": ftfy.fix_encoding,
    "ftfy.fix_text": _fix_text,
}


def _sentences(argv: list[str]) -> list[str]:
    if argv:
        return [line for line in Path(argv[0]).read_text("utf-8").split("\n") if line]
    entries = tomllib.loads(FIXTURE.read_text("utf-8"))["sentence"]
    return [entry["text"] for entry in entries]


def _cases(sentences: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for name, damage in CHANNELS.items():
        yield f"{name}, alone", [(damage(line), line) for line in sentences]
        mixed = [(damage(line) + GENUINE, line + GENUINE) for line in sentences]
        yield f"{name}, mixed", mixed
    yield "undamaged", [(line, line) for line in sentences]


def _seconds(tool: Callable[[str], str], pairs: list[tuple[str, str]]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for damaged, _ in pairs:
            tool(damaged)
        best = min(best, time.process_time() - start)
    return best


def main(argv: list[str]) -> int:
    """Print exact lines for each channel and tool, then times as a ratio to ours."""
    sentences = _sentences(argv)
    pairs: list[tuple[str, str]] = []
    print(f"{'channel':34}{'lines':>7}" + "".join(f"{name:>20}" for name in TOOLS))
    for name, damaged in _cases(sentences):
        pairs += damaged
        exact = [sum(tool(line) == truth for line, truth in damaged) for tool in TOOLS.values()]
        print(f"{name:34}{len(damaged):>7}" + "".join(f"{count:>20}" for count in exact))
    seconds = [_seconds(tool, pairs) for tool in TOOLS.values()]
    print(
        f"{'time, ours = 1 (memo filled)':41}"
        + "".join(f"{s / seconds[0]:>20.1f}" for s in seconds)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
