"""Good capitals beside marks in, every line that would change out.

Run ``python benchmarks/capitals.py [--damaged] [--list]``. Everyday words of many languages, from
the message catalogues of this machine, stand in capitals and with a capital first beside quotation
marks, superscripts, currency, no-break spaces, dashes and signs: the shapes in which a genuine
letter and the mark behind it spell UTF-8 in another codec. Every line is good, so each change is
wrong unless it is one of the shapes that are damage by themselves; each is listed.

With ``--damaged`` each line carries real mojibake at its end besides; what may change is that end
alone. ftfy and plsfix are counted over the same lines, plsfix with quotes, ligatures and widths
levelled on both sides.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpora import FOLDERS, count_words
from encoding import TOOLS

from cleaner import Cleaner, Settings

LANGUAGES = """
fr de es pt pt_BR it nl pl cs sk hu ro tr az vi sv da nb nn fi is et lv lt hr sl sq ca gl ga cy eo
ast oc ku ru uk be bg sr mn kk tg el hy
"""
WORDS = 48  # of each language
OF_ONE_ENDING = 8
# {w} is the word in capitals or with a capital first, {x} another word of the language as it is.
FRAMES = """
“{w}” {x}|«{w}» {x}|„{w}“ {x}|»{w}« {x}|‘{w}’ {x}|‚{w}‘ {x}|‹{w}› {x}|"{w}" {x}|({w}) {x}
«\u00a0{w}\u00a0» {x}|“{x} {w}”|„{x} {w}”|“{x} {w}”, {x}.|«{x} {w}», {x}.|{w}’S {x}|{w}’s {x}|L’{w} {x}
{w}™ {x}|{w}® {x}|{w}© {x}|{w}² {x}|{w}³|{w}¹ {x}|{w}° {x}|{w}º {x}|{w}ª|{w}½ {x}|{w}¼|{w}¾ {x}
{w}… {x}|…{w}|{w}–{W}|{w}—{W}|{w} – {x}|{w}– {x}|{w}·{W}|{w}•{W}|{w} • {x}|{w}† {x}|{w}‡
{w}€ {x}|{w} 5 € {x}|{w}£5|{w}¥ {x}|{w}¢|{w}¤|{w}§ 4|{w}¶ {x}|{w}¦{W}|{w}¬{W}|{w}±1|{w}×{W}|{w}÷2
{w}\u00a0{W}|{w}\u00a0: {x}|5\u00a0{w}|{w}\u00a05 %|¿{w}? {x}|¡{w}! {x}|{x}{w} {x}|{w}µ|{w}≈2|{w}√2 {x}
{w}∞ {x}|{w}≤{W}|{w}¸ {x}|{w}´ {x}|{w}¨|{w}¯ {x}|“{w}–{W}” {x}|«{w}…» {x}
"""
DAMAGE = " â€œCafÃ©â€\x9d", " “Café”"


class Line(NamedTuple):
    """A line, the language of its words, and what a cleaner may make of it at most."""

    lang: str
    text: str
    good: str


def choose_words(counted: Counter[str]) -> list[str]:
    """Return the commonest words beyond ASCII, of each last letter only so many.

    >>> choose_words(Counter({"être": 9, "entrée": 8, "file": 7, "a": 3}))
    ['être', 'entrée']
    """
    endings = Counter[str]()
    chosen = []
    for word, _ in counted.most_common():
        if word.isascii() or len(word) < 3:
            continue
        ending = word[-1] if word[-1] > "\x7f" else word[-1:] + word[-2:-1]
        endings[ending] += 1
        if endings[ending] <= OF_ONE_ENDING:
            chosen.append(word)
    return sorted(chosen, key=lambda word: word[-1] <= "\x7f")[:WORDS]


def make_lines(damaged: bool = False) -> Iterator[Line]:
    """Yield each word in each frame, once in capitals and once with a capital first."""
    frames = [frame for line in FRAMES.strip().split("\n") for frame in line.split("|")]
    languages = LANGUAGES.split()
    counted = count_words([Path(FOLDERS[0])], languages)
    bad, good = DAMAGE if damaged else ("", "")
    for lang in languages:
        words = choose_words(counted[lang])
        for word, other in zip(words, words[1:] + words[:1], strict=True):
            for cased in (word.upper(), word.title()):
                for frame in frames:
                    text = frame.format(w=cased, W=other.upper(), x=other)
                    yield Line(lang, text + bad, text + good)


def _is_spoiled(repair: Callable[[str], str], level: Callable[[str], str], line: Line) -> bool:
    """Tell whether a tool made of the line neither the line as it was nor the good one."""
    return level(repair(line.text)) not in (level(line.text), level(line.good))


def main(argv: list[str]) -> int:
    """Print changed lines by tool and language; list ours, each with its change."""
    parser = argparse.ArgumentParser(description="Good capitals that would change.")
    parser.add_argument("--damaged", action="store_true", help="with mojibake at each line's end")
    parser.add_argument("--list", action="store_true", help="list what the others change too")
    options = parser.parse_args(argv)
    cleaner = Cleaner(Settings(select=("encoding", "characters")))
    lines = list(make_lines(options.damaged))
    spoiled: dict[str, Counter[str]] = {name: Counter() for name in TOOLS}
    for line in lines:
        for name, tool in TOOLS.items():
            ours = name == "cleaner"
            repair = (lambda text: cleaner.clean(text).text) if ours else tool.repair
            if not _is_spoiled(repair, tool.level, line):
                continue
            spoiled[name][line.lang] += 1
            if ours or options.list:
                print(f"{name}\t{line.lang}\t{line.text!r}\t{repair(line.text)!r}")
    languages = {line.lang for line in lines}
    print(f"\n{len(lines)} lines in {len(languages)} languages; changed:")
    for name, counts in spoiled.items():
        print(f"{name:20}{counts.total():>8}  {dict(counts.most_common(8))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
