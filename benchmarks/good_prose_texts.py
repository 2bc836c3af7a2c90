"""Files of packages as plain text: a path and bytes in, the text in them and its language out."""

from __future__ import annotations

import bz2
import gzip
import html
import re
import struct
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TypeAlias

from corpora import read_catalogue

PACKED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".dz": gzip.decompress,
    ".bz2": bz2.decompress,
}
# Marks inside a line; any other ends the line it stands in.
_INLINE = """a abbr acronym app b big cite cmd code dfn em file font gui guiseq i input kbd key
keyseq link literal mark media output q s samp small span strong sub sup sys tt u var wbr"""
INLINE = frozenset(_INLINE.split())
HIDDEN = frozenset({"script", "style", "head", "svg", "math"})
# Indexes, change logs and pages that hold all others once more.
SKIPPED = re.compile(
    r"big-page|searchindex|genindex|bookindex|changelog|/_sources/|/_static/|NEWS|\.dist-info/"
    r"|singlehtml|/static/|/examples?/|/node_modules/",
    re.IGNORECASE,
)
LANGUAGE = re.compile(r"([a-z]{2})(?:[_-][A-Za-z]{2,4})?(?:@\w+)?")
LANGUAGE_MARK = re.compile(r"[.@-]([a-z]{2})(?:[_-][A-Za-z]{2,4})?(?=[.@]|$)")
# ISO 639-1, but those that name folders and files of other kinds (`as`, `to`, `ts`, `ps`).
_CODES = """af am an ar az be bg bn br bs ca cs cv cy da de dz el en eo es et eu fa fi fo fr fy ga
gd gl gu ha he hi hr hu hy ia id ie ig is it ja ka kk km kn ko ku ky la lb ln lo lt lv mg mi mk ml mn
mr ms mt my nb ne nl nn no oc or pa pl pt ro ru rw sc sd se si sk sl so sq sr st sv sw ta te tg th tk
tl tr tt ug uk ur uz vi wa xh yi yo zh zu"""
CODES = frozenset(_CODES.split())
ZLIB = b"\x78\x9c"  # how a stream of zlib begins
LEAST = 200  # code points of a text worth keeping


def read_text(name: str, data: bytes) -> str | None:
    """Return the text of a file of a known kind that is UTF-8, or None."""
    if SKIPPED.search(name):
        return None
    path = PurePosixPath(name)
    try:
        while path.suffix in PACKED:
            data, path = PACKED[path.suffix](data), path.with_suffix("")
        reader = _reader(path)
        text = reader(data) if reader else None
    except (UnicodeDecodeError, LookupError, OSError, EOFError, struct.error, zlib.error):
        return None
    return text if text is not None and len(text) >= LEAST else None


def find_language(package: str, name: str) -> str:
    """Return the language that a file's path names, else its package's name, else ``en``.

    >>> find_language("manpages-vi", "./usr/share/man/vi/man1/ls.1.gz"), find_language("x-id", "a")
    ('vi', 'id')
    """
    *folders, file = PurePosixPath(name).parts
    for part in reversed(folders):
        found = LANGUAGE.fullmatch(part)
        if found and found[1] in CODES:
            return found[1]
    for part in (file, package):
        for found in LANGUAGE_MARK.finditer(part):
            if found[1] in CODES:
                return found[1]
    return "en"


def _reader(path: PurePosixPath) -> Callable[[bytes], str] | None:
    if ("fortunes" in path.parts and not path.suffix) or path.name == "copyright":
        return _plain
    if "man" in path.parts and path.suffix[1:2].isdigit():
        return _troff
    return READERS.get(path.suffix)


def _plain(data: bytes) -> str:
    return data.decode("utf-8-sig")


Attributes: TypeAlias = list[tuple[str, str | None]]


class _Markup(HTMLParser):
    """Collects text; a mark that is not inline ends the line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._mark(tag, 1)
        self._verse(attrs)

    def handle_endtag(self, tag: str) -> None:
        self._mark(tag, -1)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._mark(tag, 0)
        self._verse(attrs)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1].append(data)

    def _verse(self, attrs: Attributes) -> None:
        """Keep what some files of verses hold in an attribute; in pages it is a colour."""
        self.lines += [
            [value] for name, value in attrs if name == "text" and value and " " in value
        ]

    def _mark(self, tag: str, step: int) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden + step)
        if tag not in INLINE:
            self.lines.append([])


def _markup(data: bytes) -> str:
    parser = _Markup()
    parser.feed(data.decode())
    parser.close()
    lines = (" ".join("".join(line).split()) for line in parser.lines)
    return "\n".join(line for line in lines if line)


MACRO = re.compile(r"^\.\s*(?:SH|SS|B|I|BR|IR|RB|RI|BI|IB|SM|SB)\s+")
ESCAPES = (
    (re.compile(r'\\"[^\n]*'), ""),
    (re.compile(r"\\f(?:\[\w*\]|\(..|.)"), ""),
    (re.compile(r"\\s[+-]?\d"), ""),
    (re.compile(r"\\[-]"), "-"),
    (re.compile(r"\\(?:\(lq|\[lq\]|\(rq|\[rq\]|\(dq|\[dq\])"), '"'),
    (re.compile(r"\\(?:\(aq|\[aq\])"), "'"),
    (re.compile(r"\\e|\\\(rs|\\\[rs\]"), r"\\"),
    (re.compile(r"\\[~ 0]"), " "),
    (re.compile(r"\\[&|^/,:%c]"), ""),
    (re.compile(r"\\(?:\(..|\[[^\]\s]*\])"), ""),
)


def _troff(data: bytes) -> str:
    lines = []
    for line in data.decode().split("\n"):
        macro = MACRO.match(line)
        if macro:
            line = line[macro.end() :].replace('"', "")
        elif line.startswith((".", "'")):
            continue
        for pattern, text in ESCAPES:
            line = pattern.sub(text, line)
        lines.append(line)
    return "\n".join(lines)


def _messages(data: bytes) -> str:
    """Return the translations of a ``.po`` file."""
    entries = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\s*\n?)+)', data.decode(), re.MULTILINE)
    texts = ("".join(re.findall(r'"(.*)"', entry)) for entry in entries[1:])
    return "\n".join(t.replace(r"\n", "\n").replace(r"\"", '"').rstrip() for t in texts if t)


def _properties(data: bytes) -> str:
    """Return the values of ``.properties`` and ``.ftl`` files."""
    found = re.findall(r"^\s*[\w.@*-]+\s*=\s*(.+)$", data.decode(), re.MULTILINE)
    return "\n".join(html.unescape(value) for value in found)


def _sword(data: bytes) -> str:
    """Return the text of a module of verses: zlib streams behind each other, light marks inside."""
    parts, at = [], data.find(ZLIB)
    while at >= 0:
        stream = zlib.decompressobj()
        parts.append(stream.decompress(data[at:]))
        at = data.find(ZLIB, len(data) - len(stream.unused_data)) if stream.eof else -1
    text = b"".join(parts).decode()
    text = re.sub(r"<note\b.*?</note>", "", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:w|seg|divineName|transChange|q|foreign|hi|rdg)\b[^>]*>", "", text)
    lines = (" ".join(line.split()) for line in re.split(r"<[^>]*>|\n", text))
    return "\n".join(line for line in lines if line)


READERS: dict[str, Callable[[bytes], str]] = {
    ".html": _markup,
    ".xhtml": _markup,
    ".htm": _markup,
    ".page": _markup,
    ".docbook": _markup,
    ".xml": _markup,
    ".mo": read_catalogue,
    ".po": _messages,
    ".txt": _plain,
    ".rst": _plain,
    ".md": _plain,
    ".dict": _plain,
    ".properties": _properties,
    ".ftl": _properties,
    ".bzz": _sword,
}
