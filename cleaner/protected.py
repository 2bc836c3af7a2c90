"""Protected text: a line in, spans that are no prose out; lines in, whole lines that are no prose out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from cleaner.patterns import lazy_pattern

Span: TypeAlias = tuple[int, int]

# Marks that end an address although no blank does; the second string are those of CJK text.
_ENDERS = r"\s<>\"“”„‘’«»`" + "、。，！？；：（）「」『』【】《》"
# Marks that end the sentence round an address, not the address.
_TRAILERS = ".,;:!?'\"…*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}

# Names that end a host, in small letters; a path after the host makes any other good too.
_TOP_NAMES = """
ac ae af ag ai al am app ar asia at au az ba bd be bg biz blog bn br by bz ca cat cc ch ci cl cloud
club cm cn co com cr cu cy cz de dev dk do dz ec edu ee eg es et eu fi fj fm fr ge gg gh gl gov gr
gt hk hn hr hu id ie il in info int io iq ir is it jo jobs jp ke kg kh kr kw kz la lb link live lk lt
lu lv ly ma mc md me media mg mil mk ml mm mn mo mobi mt mu mv mx my mz na name net news ng ni nl no
np nu nz om online org pa page pe pg ph pk pl pm press pro pt pw py qa ro rs ru rw sa sc sch sd se sg
sh shop si site sk sn so social store st su sv sy tech th tk tl tn to today top tr tt tv tw tz ua ug
uk us uy uz ve vn website wiki world ws xyz ye za zm zw
"""
_TOP = frozenset(_TOP_NAMES.split())
# Before a capital a dot ends a sentence more often (`selesai.Info lebih lanjut`): only these are
# hosts, and the latter only if all of the host is in capitals.
_CAPITAL_TOP = frozenset({"Com", "Net", "Org", "COM", "NET", "ORG"})
_LOUD_TOP = frozenset({"CO", "ID", "TV", "INFO"})

_SUFFIXES = """
3gp 7z apk asp aspx avi bak bat bin bmp c cfg conf cpp cs css csv dat db deb dll dmg doc docx eps epub
exe gif gz h heic htm html ico ini ipynb iso jar java jpeg jpg js json jsx key lock log md mkv mov mp3
mp4 mpeg mpg odp ods odt ogg parquet pdf php pkl png ppt pptx ps psd py pyc rar rb rpm rs rtf sh sql srt
svg tar tex tgz tif tiff toml ts tsv tsx txt vtt wav webm webp xls xlsx xml yaml yml zip zst
"""
# These end a file in capitals too; `Key`, `Log` or `RS` after a stop may start a sentence.
_CAPITAL_SUFFIXES = """
apk avi bmp csv docx exe gif html jpeg jpg js json md mkv mov mp3 mp4 pdf php png pptx psd rar txt wav
xls xlsx xml zip
"""

_ADDRESS = lazy_pattern(
    rf"(?:(?<![A-Za-z0-9])(?:https?|ftps?|wss?|file|git|ssh)://|(?<![\w.@/-])www\.)[^{_ENDERS}]+",
    re.IGNORECASE,
)
# One look-behind per pattern lets a match start at the start of a run of its characters only, so a
# long run is read once.
_EMAIL = lazy_pattern(r"(?<![\w.%+-])[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_HOST = lazy_pattern(
    r"(?<![\w.@/-])(?:[A-Za-z0-9-]+\.)+(?P<top>[A-Za-z]{2,})(?![\w-])(?!\.\w)"
    rf"(?::\d{{1,5}}(?!\d))?(?P<rest>/[^{_ENDERS}]*|\?[\w%-]+=[^{_ENDERS}]*)?"
)
_HANDLE = lazy_pattern(r"(?<![\w.@/])@\w+(?:\.[a-z0-9_]\w*)*")
_TAG = lazy_pattern(rf"(?<![\w&/#＃])[#＃][^{_ENDERS}#＃@.,;:!?()\[\]{{}}'/\\|&…]+")
_FILE = lazy_pattern(
    r"(?<![\w./\\+-])(?:[A-Za-z]:\\|~(?=/))?[\w./\\+-]*[\w)]"
    rf"\.(?:{'|'.join(_SUFFIXES.split())}|(?i:{'|'.join(_CAPITAL_SUFFIXES.split())}))(?![\w-])(?!\.\w)"
)
_DOTTED = lazy_pattern(r"(?<![\w.@/\\$-])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(\))?(?!\w)")
_TICKS = lazy_pattern(r"`+")

_FENCE = lazy_pattern(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)", re.DOTALL)
_RULER = lazy_pattern(r"(?:\|[ \t]*)?:?-+:?(?:[ \t]*\|[ \t]*:?-+:?)*+(?:[ \t]*\|)?")
_KEYS = {
    "---": lazy_pattern(r"[\w\"'-][\w .\"'-]*:(?:\s|$)"),
    "+++": lazy_pattern(r"[\w.\"'-]+[ \t]*=|\["),
}
_KEY_LINES = lazy_pattern(r"[ \t#\]})-]")  # comments, and what belongs to the key above
_FRONT_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
MAX_FRONT = 200  # lines; a longer block between two rules is the text itself


def find_protected(line: str) -> list[Span]:
    """Return the sorted, disjoint spans of ``line`` that hold addresses, names of things or code.

    They are URLs, hosts with or without a path, e-mail addresses, ``@handles``, ``#tags``, inline
    code, file names and dotted identifiers. Two sentences without a blank between them
    (``selesai.Kemudian``) are none of these.

    >>> [line[a:b] for line in ["Lihat russian.rt.com/x, os.path.join dan `a b`."] for a, b in find_protected(line)]
    ['russian.rt.com/x', 'os.path.join', '`a b`']
    """
    spans = find_inline_code(line) if "`" in line else []
    if "@" in line:
        spans += (match.span() for match in _EMAIL.finditer(line))
        spans += (match.span() for match in _HANDLE.finditer(line))
    if "#" in line or "＃" in line:
        spans += (match.span() for match in _TAG.finditer(line))
    if "." in line:
        spans += _find_dotted(line)
    elif "://" in line:
        spans += _find_addresses(_ADDRESS.finditer(line))
    return _merge(spans)


def find_inline_code(line: str) -> list[Span]:
    """Return the spans of inline code, backticks included: runs of equal length open and close.

    >>> find_inline_code("pakai ``a`b`` atau `c")
    [(6, 13)]
    """
    runs = [match.span() for match in _TICKS.finditer(line)]
    spans: list[Span] = []
    closers: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        closers.setdefault(runs[index][1] - runs[index][0], []).append(index)
    index = 0
    while index < len(runs):
        same = closers[runs[index][1] - runs[index][0]]
        while same and same[-1] <= index:
            same.pop()
        if same:
            spans.append((runs[index][0], runs[same[-1]][1]))
            index = same[-1]
        index += 1
    return spans


def find_protected_lines(lines: Sequence[str]) -> list[bool]:
    """Tell for each line (without its line end) whether it stands in code, a table or front matter."""
    protected = find_fenced_lines(lines)
    for first, last in (_front_matter(lines), *_tables(lines, protected)):
        protected[first:last] = [True] * (last - first)
    return protected


def find_fenced_lines(lines: Sequence[str]) -> list[bool]:
    """Tell for each line whether it stands in a code fence, the fence itself included.

    An open fence of backticks runs to the end of the text; one of tildes, which are drawn as
    separators too, counts only when it is closed.

    >>> find_fenced_lines(["a", "```py", "b", "```", "c"])
    [False, True, True, True, False]
    """
    fenced = [False] * len(lines)
    opened: tuple[int, str] | None = None  # where, and the mark
    for number, line in enumerate(lines):
        match = _FENCE.match(line) if line.lstrip(" ")[:1] in ("`", "~") else None
        if match is None:
            continue
        mark, info = match.groups()
        if opened is None:
            opened = (number, mark)
        elif mark.startswith(opened[1]) and not info.strip():
            fenced[opened[0] : number + 1] = [True] * (number + 1 - opened[0])
            opened = None
    if opened is not None and opened[1].startswith("`"):
        fenced[opened[0] :] = [True] * (len(lines) - opened[0])
    return fenced


def is_fence(line: str) -> bool:
    """Tell whether ``line`` may open or close a code fence."""
    return _FENCE.match(line) is not None


def _find_dotted(line: str) -> Iterator[Span]:
    yield from _find_addresses(_ADDRESS.finditer(line))
    yield from _find_addresses(match for match in _HOST.finditer(line) if _is_host(match))
    for match in _FILE.finditer(line):
        yield match.span()
    for match in _DOTTED.finditer(line):
        if _is_identifier(match[0]):
            yield match.span()


def _find_addresses(matches: Iterable[re.Match[str]]) -> Iterator[Span]:
    for match in matches:
        yield match.start(), match.start() + len(_trim_address(match[0]))


def _is_host(match: re.Match[str]) -> bool:
    top = match["top"]
    if top in _TOP or top in _CAPITAL_TOP:
        return True
    if top in _LOUD_TOP:
        return match[0][: match.end("top") - match.start()].isupper()
    return top.islower() and (match["rest"] or "").startswith("/")


def _trim_address(address: str) -> str:
    """Cut marks off the end that belong to the sentence: ``(lihat x.id/a).`` holds ``x.id/a``.

    >>> _trim_address("https://id.wikipedia.org/wiki/Merak_(burung)).")
    'https://id.wikipedia.org/wiki/Merak_(burung)'
    """
    end = len(address)
    surplus = {
        close: address.count(close) - address.count(open_) for close, open_ in _PAIRS.items()
    }
    while end:
        last = address[end - 1]
        if last in _PAIRS and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in _TRAILERS:
            break
        end -= 1
    return address[:end]


def _is_identifier(token: str) -> bool:
    """Tell ``pandas.DataFrame``, ``java.util.List`` and ``x.y()`` from ``selesai.Kemudian``."""
    parts = token.removesuffix("()").split(".")
    if token.endswith("()") or all(part == part.lower() for part in parts):
        return True
    if any("_" in part or _has_inner_capital(part) for part in parts):
        return True
    return len(parts) > 2 and all(part == part.lower() for part in parts[:-1])


def _has_inner_capital(part: str) -> bool:
    return not part.isupper() and any(char.isupper() for char in part[1:])


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _front_matter(lines: Sequence[str]) -> Span:
    """Return the half-open span of lines of YAML or TOML front matter, empty when there is none."""
    mark = lines[0].removeprefix("\ufeff").rstrip() if lines else ""
    if mark not in _KEYS:
        return (0, 0)
    has_key = False
    for number in range(1, min(len(lines), MAX_FRONT)):
        line = lines[number].rstrip()
        if line in _FRONT_ENDS[mark]:
            return (0, number + 1) if has_key else (0, 0)
        is_key = _KEYS[mark].match(line) is not None
        if line and not is_key and not _KEY_LINES.match(line):
            return (0, 0)
        has_key = has_key or is_key
    return (0, 0)


def _tables(lines: Sequence[str], fenced: Sequence[bool]) -> Iterator[Span]:
    """Yield the half-open spans of lines of Markdown tables: a head, a ruler, rows with bars."""
    end = 0
    for number in range(1, len(lines)):
        if number < end or fenced[number] or not _is_ruler(lines[number], lines[number - 1]):
            continue
        end = number + 1
        while end < len(lines) and "|" in lines[end] and not fenced[end]:
            end += 1
        yield (number - 1, end)


def _is_ruler(line: str, head: str) -> bool:
    if "|" not in head or "-" not in line or not ("|" in line or ":" in line):
        return False
    return _RULER.fullmatch(line.strip()) is not None and _cells(line) == _cells(head)


def _cells(line: str) -> int:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return inner.count("|") - inner.count("\\|") + 1
