"""The verdict on a text: a text in, whether it is prose, markup, code or a table out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from cleaner.patterns import lazy_pattern
from cleaner.protected import find_fenced_lines

Markup: TypeAlias = Literal["prose", "markup", "code", "table"]

# A verdict reads a text up to WHOLE code points as it is, and three parts of a longer one.
WHOLE = 24_000
PART = 8_000
MAX_LINE = 400  # code points of a line that are looked at for code
# Set so that prose keeps its verdict with what a scraper leaves in it, and with a quoted example.
MIN_TAGS = 4
TAGS_PER_1000 = 4  # <p> round each paragraph gives 6 and more
TAG_SHARE = 0.1
MIN_WIKI = 4
WIKI_PER_1000 = 3
MIN_ROFF = 4
ROFF_SHARE = 0.15
MIN_CODE = 3
CODE_SHARE = 0.2  # of the lines; no real article that was measured has a tenth
LOG_SHARE = 0.6
MIN_KEYS = 5
KEY_SHARE = 0.8
MIN_ROWS = 3
ROW_SHARE = 0.9
SPACED_SHARE = 0.3
MIN_DENSE = 200
DENSE_MARKS = 0.08
DENSE_BLANKS = 0.12

_PAGE = lazy_pattern(r"<(?:!doctype|\?xml|html|rss|feed|svg|mediawiki)[\s>]", re.IGNORECASE)
_TAG = lazy_pattern(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>|<!--|<!\[CDATA\[")
_INLINE_NAMES = "a abbr b big br em font i img mark s small span strong sub sup u"
_INLINE = frozenset(_INLINE_NAMES.split())
_LONE = frozenset({None, "br", "hr", "img", "input", "li", "link", "meta", "p", "td", "tr"})
_WIKI = lazy_pattern(
    r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}\n]{1,200}\}\}|^={2,6}[^=\n]+={2,6}[ \t]*$|^\{\|"
    r"|\\(?:begin|end|section|subsection|textbf|textit|emph|cite|ref)\{",
    re.MULTILINE,
)
_WIKI_MARKS = ("[[", "{{", "==", "{|", "\\")
_ROFF = lazy_pattern(r"\.(?:\\\"|[A-Z][A-Za-z]?\b|[a-z]{2}\b)")

_PROGRAM = lazy_pattern(
    r"(?:#!\s*/|<\?php\b|#include\s*[<\"]|(?:\[\s*)?\{\s*\"[^\"\n]{1,80}\"\s*:"
    r"|SELECT\s[^;]{1,1000}\sFROM\s|INSERT INTO \w+ ?\(|UPDATE \w+\s+SET\s|CREATE TABLE \w)"
)
_LOG = lazy_pattern(
    r"\W{0,2}(?:\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    r"|\d\d:\d\d:\d\d[.,]\d{3}\b|\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \["
    r"|(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL|TRACE)\b[\]:]?\s)"
)
_KEY = lazy_pattern(r"\s*(?:-\s+)?[a-z_][\w.-]*\s*[:=](?!//)|\s*\[[\w.\" -]+\]$|\s*-\s")
# A line of a program: how it starts, what stands in it, how it ends.
_CODE = lazy_pattern(
    r"\s*(?:(?:async )?def \w+\(|class \w+.*[:{]$|(?:from [\w.]+ )?import [\w{*.\"']"
    r"|(?:if|elif|for|while|except|with)\b.*:$|(?:else|try|finally):$|return\b.{0,80}[;\w)\]}\"']$"
    r"|(?:export |default )*(?:async )?function\b.*\(|(?:const|let|var) [\w{\[]+.*="
    r"|(?:public|private|protected|static|void|int|char|package|using|namespace|struct|typedef)\b.*[;({]$"
    r"|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER TABLE|DROP TABLE|VALUES)\b.*[;(,*]"
    r"|(?:FROM|WHERE|AND|OR|GROUP BY|ORDER BY|SET|ON|(?:LEFT |INNER )?JOIN) [\w.\"]+[ ,;)]?.{0,9}[=,;(]"
    r"|(?:GRANT|REVOKE|COMMENT ON|RETURNS|LANGUAGE|AS [$']).*[;$'\w]$"
    r"|#\s?(?:define|ifdef|ifndef|endif|if|else|undef)\b|@[a-z][\w.]*(?:\(.*\))?$|raise \w+|pass$|break;?$"
    r"|(?:self\.|\$)?\w[\w.\[\]\"'>-]* (?:[-+*/|&:]?=) ?\S|\w+: [\w\[\]., |\"]+ = |[\w.>:]+\([^ ].*\)[;,:]?$|[\w.]+\(\)"
    r"|msg(?:id|str)\b|[\])}]+[;,:]*$|fi$|done$|esac$|end$)"
)
_CODE_WITHIN = lazy_pattern(
    r"\);|[)\]}]\s?\{|=> |\w->\w|\w::\w|&&|\|\||[!=]==? |\+\+|=\"|=\[|=\{|\"\]|\w=\w.*[;)]|[{(\[\\]$"
    r"|[({=\[].*;$|\w\(\w*\)[.\[]"
)
_ITEM = lazy_pattern(
    r"\s+(?:\(r?[\"']|[\"'].*[\"'],?$|[\"'].*[\"']\s*[:#]|\w+=[\w\"'(\[{].*,$|[^#]*\s# \w)"
)
_DOCSTRING = lazy_pattern(r"^[ \t]*[rbu]?(\"\"\"|\'\'\')(?s:.*?)\1", re.MULTILINE)
# One of these is in every line that the three above know.
_CODE_SIGN = lazy_pattern(r"[(){}\[\]=#@\"'&|+\\:;>]")
_CODE_WORD = lazy_pattern(
    r"\s*(?:from|import|return|raise|pass|break|public|private|protected|static|void|int|char|package"
    r"|using|namespace|struct|typedef|SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|VALUES|FROM|WHERE"
    r"|AND|OR|GROUP|ORDER|SET|ON|LEFT|INNER|JOIN|GRANT|REVOKE|COMMENT|RETURNS|LANGUAGE|AS|msgid|msgstr"
    r"|fi|done|esac|end)\b"
)
_COMMENT = lazy_pattern(r"\s*(?:#(?!#)|//|/\*|\*[ /]|\*$|--\s|;;|\"\"\"|''')")
_SENTENCE = lazy_pattern(r"(?:[^\W\d_][^\s=(){};<>_]*[,.]? ){5}")

_QUOTED = lazy_pattern(
    r"\"(?:(?<=[,;\t|\n]\")|(?<=\A\"))[^\"]*+(?:\"\"[^\"]*+)*+\"(?=[,;\t|\r\n]|\Z)"
)
_MIN_COLUMNS = {"\t": 2, "|": 3, ",": 3, ";": 3}
_FIGURE_COMMA = lazy_pattern(r"(?<=\d),(?=\d)")
_LETTERS = lazy_pattern(r"[^\W\d_]{3}")
_STOPS = (".", "!", "?", ".”", '."')


def judge_markup(text: str) -> Markup:
    """Return what ``text`` is as a whole; in doubt it is prose.

    Prose with a stray tag, a quoted command or a fence is prose, and so is a Markdown article.
    At most 24,000 code points are read, so the verdict on a huge text costs no more.

    >>> judge_markup("Harga <b>naik</b> lagi."), judge_markup("<div><p>Harga naik.</p></div>")
    ('prose', 'markup')
    """
    sample = "\n".join(_without_fences(part) for part in _sample(text)).strip()
    lines = _split_lines(sample)
    if _is_program(sample, lines):
        return "code"
    if _is_page(sample) or _is_roff(lines):
        return "markup"
    if _is_table(sample):
        return "table"
    return "code" if _is_code(sample) or _is_dense(sample) else "prose"


def _split_lines(sample: str) -> list[str]:
    return [line for line in map(str.rstrip, sample.split("\n")) if line]


def _sample(text: str) -> list[str]:
    if len(text) <= WHOLE:
        return [text]
    middle = (len(text) - PART) // 2
    head = text[:PART].rpartition("\n")[0] or text[:PART]
    tail = text[-PART:].partition("\n")[2] or text[-PART:]
    part = text[middle : middle + PART]
    within = part.partition("\n")[2].rpartition("\n")[0] or part
    return [head, within, tail]


def _without_fences(part: str) -> str:
    if "```" not in part and "~~~" not in part:
        return part
    lines = part.split("\n")
    fenced = find_fenced_lines(lines)
    return "\n".join(line for line, inside in zip(lines, fenced, strict=True) if not inside)


def _is_page(sample: str) -> bool:
    """Tell whether ``sample`` is HTML, XML, a wiki's source or LaTeX."""
    if "<" in sample:
        if _PAGE.match(sample):
            return True
        tags = list(_TAG.finditer(sample))
        if tags and (_is_wrapped(sample, tags) or _is_tagged(sample, tags)):
            return True
    if not any(mark[0] in sample and mark in sample for mark in _WIKI_MARKS):
        return False
    tokens = len(_WIKI.findall(sample))
    return tokens >= MIN_WIKI and tokens * 1000 >= WIKI_PER_1000 * len(sample)


def _is_wrapped(sample: str, tags: Sequence[re.Match[str]]) -> bool:
    """Tell whether one element, or a row of elements of one name, is all there is."""
    first, last = tags[0], tags[-1]
    outside = sample[: first.start()].strip() + sample[last.end() :].strip()
    name = (first["name"] or "").lower()
    same = name == (last["name"] or "").lower() and bool(last["close"]) and not first["close"]
    return not outside and same and name not in _INLINE


def _is_tagged(sample: str, tags: Sequence[re.Match[str]]) -> bool:
    # Guides write places to fill in like tags (`<nama> <tempat lahir>`), and never close them.
    if not any(tag["close"] or tag["name"] in _LONE for tag in tags):
        return False
    inside = sum(tag.end() - tag.start() for tag in tags)
    dense = len(tags) * 1000 >= TAGS_PER_1000 * len(sample)
    return len(tags) >= MIN_TAGS and (dense or inside >= TAG_SHARE * len(sample))


def _is_roff(lines: Sequence[str]) -> bool:
    requests = sum(line[0] == "." and _ROFF.match(line) is not None for line in lines)
    return requests >= MIN_ROFF and requests >= ROFF_SHARE * len(lines)


def _is_program(sample: str, lines: Sequence[str]) -> bool:
    """Tell whether the first line says so, or nearly every line is a log's or a setting's."""
    if _PROGRAM.match(sample):
        return True
    if _has_share(lines, _LOG, LOG_SHARE) and sum(map(bool, map(_LOG.match, lines))) >= MIN_CODE:
        return True
    if not _has_share(lines, _KEY, KEY_SHARE):
        return False
    dashes = sum(line.lstrip().startswith("- ") for line in lines)
    return sum(map(bool, map(_KEY.match, lines))) - dashes >= MIN_KEYS


def _has_share(lines: Sequence[str], pattern: re.Pattern[str], share: float) -> bool:
    """Tell whether ``pattern`` matches that share of ``lines``; prose is told after a few."""
    misses = 0
    allowed = len(lines) - share * len(lines)
    for line in lines:
        if pattern.match(line) is None:
            misses += 1
            if misses > allowed:
                return False
    return True


def _is_code(sample: str) -> bool:
    """Tell whether enough of the lines that are no comments look like a program's."""
    if '"""' in sample or "'''" in sample:
        sample = _DOCSTRING.sub("", sample)
    heads = [line[:MAX_LINE] for line in _split_lines(sample)]
    code = sum(map(_is_code_line, heads))
    if code < MIN_CODE:
        return False
    comments = sum(_COMMENT.match(head) is not None for head in heads)
    return code >= CODE_SHARE * (len(heads) - comments)


def _is_code_line(head: str) -> bool:
    # Nearly every line of prose is a sentence or has no sign of code, so that is asked first.
    if not (_CODE_SIGN.search(head) or _CODE_WORD.match(head)):
        return False
    if _SENTENCE.search(head) or _COMMENT.match(head):
        return False
    return any((_CODE.match(head), _ITEM.match(head), _CODE_WITHIN.search(head)))


def _is_dense(sample: str) -> bool:
    """Tell whether ``sample`` has the marks of a program and hardly a blank: minified, or data."""
    if len(sample) < MIN_DENSE:
        return False
    if sample.count(" ") + sample.count("\n") > DENSE_BLANKS * len(sample):
        return False
    return sum(map(sample.count, "(){}[];=&|!$")) >= DENSE_MARKS * len(sample)


def _is_table(sample: str) -> bool:
    """Tell whether nearly every line has the same number of the same separator."""
    rows = [line.lstrip(" ") for line in _QUOTED.sub("q", sample).split("\n")]
    rows = [row for row in rows if row.strip()]
    if len(rows) < MIN_ROWS or 2 * sum(row.rstrip().endswith(_STOPS) for row in rows) > len(rows):
        return False
    return any(_has_columns(rows, separator, least) for separator, least in _MIN_COLUMNS.items())


def _has_columns(rows: Sequence[str], separator: str, least: int) -> bool:
    counts = Counter(row.count(separator) for row in rows)
    common, share = counts.most_common(1)[0]
    if common + 1 < least or share < ROW_SHARE * len(rows):
        return False
    if separator in "\t|":
        return True
    # In prose a blank follows the comma, or it stands in a figure.
    text = "\n".join(rows)
    every, spaced = text.count(separator), text.count(separator + " ")
    figures = len(_FIGURE_COMMA.findall(text)) if _LETTERS.search(text) else 0
    return spaced <= SPACED_SHARE * every and figures < every
