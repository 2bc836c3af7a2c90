"""Where one line misses a blank or has one too many: a line in, positions or spans in it out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.patterns import lazy_pattern

# What is asked of the words around a place looks no further, so that a long line costs no more.
NEAR = 200  # code points

# A stop between two words that were two sentences. Both tokens are taken whole, hyphens included,
# so that a domain, a file name or a dotted path is seen as more than two words and left alone.
# Latin letters only, as in the rules' triggers: these rules are for languages in Latin script.
_LETTERS = r"[A-Za-zÀ-ÖØ-öø-ɏ]"
_WORD = rf"{_LETTERS}+(?:-{_LETTERS}+)*"
_GLUED = lazy_pattern(
    rf"(?<![\w.@#/\\&$%+=~:’'`-])(?P<left>{_WORD})(?P<stop>[.!?])(?P<right>{_WORD})"
    rf"(?=[ \t]|[,:][ \t])"
)
_TRAILING_WORD = lazy_pattern(rf"{_WORD}[.!?]$")
_LEADING_WORD = lazy_pattern(_WORD)
_PASSAGE = 20  # code points after a name by which a repeated passage is known
# Sentences end in common words, and names of three letters and fewer are mostly abbreviations.
_LEAST_COMMON = 3
_LEAST_NAME = 4
# Endings of hosts and files: `Booking.Com`, `Node.Js`, `laporan.Pdf`.
_SUFFIX_LIST = """
ac ai app asia biz co com dev edu fm gg go gov id info int io it ly mc me mil mobi my ne net news
online or org pro sch sg site store tech tk to tv uk us web xyz
apk asp aspx avi bat bin bmp cfg conf cpp cs css csv dat dll doc docx exe gif htm html ico ini iso
jar java jpeg jpg js json jsp log md mkv mov mp pdf php png ppt pptx ps psd py rar rb rtf sh sql
svg sys tar tex tgz tif tiff ts txt wav webp xls xlsx xml yaml yml zip
"""
_SUFFIXES = frozenset(_SUFFIX_LIST.split())
# Two words on a side, one of them in small letters, make it a sentence and not a name or a heading.
_LEAST_WORDS = 2
_ANY_WORD = lazy_pattern(r"[^\W\d_]+")

_CODE = lazy_pattern(
    r"\w\(\)|\b[A-Za-z_]\w*\.[A-Za-z_]\w*\(|^[ \t]*(?:import|from|def|class) \w", re.MULTILINE
)

_BLANK = r"[ \t\u00a0]"
_SPACED_MARK = lazy_pattern(
    rf"(?<=[^\W_]|[)\]”\"’])(?P<blank>{_BLANK}+)"
    rf"(?:,(?=[ \t]+[\"“‘(]?[^\W_]|[\"”’](?:[ \t]|$))|\.(?=$|[\"”](?:[ \t]|$)|[ \t]+[\"“‘(]?[^\W\d_]))"
)
# What stands before the blank must be a plain word or a closed quotation or bracket: after options
# (`-q .`), placeholders (`%s .`), commands (`\\h .`) and dotted names the blank keeps things apart.
_LAST_WORD = lazy_pattern(
    r"(?:^|[ \t\u00a0])[(\[“\"‘']*(?P<word>[^\W_]+(?:[-'’][^\W_]+)*)[)\]”\"’]*$"
)
# After an option a lone full stop is the folder: `docker build -t app .`
_OPTION = lazy_pattern(r"(?:^|\s)--?[A-Za-z]")
# Marks around a link or a name that a scraper dropped: the blank is the place of the lost word.
_LOST_WORD = lazy_pattern(
    r",[ \t]*[,.](?:[^.]|$)|[.?!][\"”]?[ \t]?,[ \t]?(?:[\"“A-Z]|$)|\([ \t]*,[ \t]*\)|(?m:^[ \t]*,)"
    r"|[^\W\d_][ \t]+\.[ \t]+[a-z]"
)
# Measured: pages whose commas were lost have 9 and more stops to a comma, others at most 4.
_STOP = lazy_pattern(r"\.(?:\s|$)")
_DOTS = lazy_pattern(r"[ \t>]*\.[ \t]*\.")
_ENOUGH_STOPS = 10
_STOPS_PER_COMMA = 5
_COMMA = lazy_pattern(r",(?!\d)")
_SPACED_COMMA = lazy_pattern(rf"(?<=\w){_BLANK}+,(?=[\s\w])")
_SPACED_ANY = lazy_pattern(rf"(?<=\S){_BLANK}+[,.?!](?=\s|$)")
# A stop after fewer letters may be an abbreviation's, which tokenised text keeps: `Dr.`, `Prof.`
_GLUED_ANY = lazy_pattern(
    r"(?<=[\w)\"”’])[,?!](?=[\s\"”’)]|$)|(?<=[^\W\d_]{5})\.(?=[\s\"”’)]|$)"
    r"|(?:(?<=[\d)\"”’])|(?<=[^\W\d_]{4}))\.(?=[ \t\r]*$)",
    re.MULTILINE,
)
# Aligned columns and indented lines are not prose: their blanks carry meaning.
_COLUMNS = lazy_pattern(r"\S[ \u00a0]{3,}\S|\S\t|\||^[ \u00a0]{2}|^\t")

_BRACKETED = lazy_pattern(
    rf"(?:(?<=[ \t])|^)\((?P<first>{_BLANK}*)(?P<inside>[^\s()](?:[^()\n]*[^\s()])?)(?P<last>{_BLANK}*)\)"
    rf"(?=[,.:!?\"”’]|[ \t](?![ \t])|$)"
)
_SPACED_PAIR = lazy_pattern(rf"\({_BLANK}+[^()\n]*[^\W\d_][^()\n]*{_BLANK}+\)")
_GLUED_PAIR = lazy_pattern(r"\([^()\s][^()\n]*[^()\s]\)")
_PLAIN_INSIDE = lazy_pattern(r"[^\W_](?:[^\W_]|[ ,./&'’:;-])*")
# `or`, `and`, `oder`, `atau`: no longer word for them is known.
_LONGEST_AND = 4
_NAME_OF_CODE = lazy_pattern(
    r"(?:[a-z][A-Z]\w*|\w*_\w*|\b(?:if|while|for|switch|return|elif))[ \t]+$"
)
_TOKEN = lazy_pattern(r"\w+")
_TWO_LETTERS = lazy_pattern(r"[^\W\d_]{2}")

_GLUED_QUOTE = lazy_pattern(rf"(?<=[^\W_][,.!?…])”(?={_LETTERS}{{3}})")


def missing_after_stops(line: str, abbreviations: frozenset[str]) -> Iterator[int]:
    """Yield the offsets at which a blank is missing after ``.``, ``!`` or ``?``.

    >>> list(missing_after_stops("seperti dikutip Pos Kota.Keanggotaan negara itu", frozenset()))
    [25]
    >>> list(missing_after_stops("hotel itu ada di Booking.Com dan situs lain", frozenset()))
    []
    """
    for match in _GLUED.finditer(line):
        left, right = match["left"], match["right"]
        if (
            _ends_sentence(left, match["stop"], abbreviations)
            and _starts_sentence(right, abbreviations)
            and not _related(left, right)
            and _is_clause(line[max(0, match.end("left") - NEAR) : match.end("left")])
            and _is_clause(line[match.start("right") : match.start("right") + NEAR])
        ):
            yield match.start("right")


def is_brand(text: str, at: int) -> bool:
    """Tell whether the two words that meet at the stop before ``at`` are one name, such as `Bola.Net`.

    A capital on both sides is a name when it comes again in other company: a passage that is
    repeated as a whole says nothing.

    >>> is_brand("Acara Suara.Pagi tayang. Tonton Suara.Pagi besok.", 12)
    True
    """
    left = _TRAILING_WORD.search(text[max(0, at - NEAR) : at])
    right = _LEADING_WORD.match(text, at)
    if left is None or right is None or left[0][0].islower():
        return False
    name = left[0] + right[0]
    passage = name + text[right.end() : right.end() + _PASSAGE]
    return text.count(name) > text.count(passage)


def holds_code(text: str) -> bool:
    """Tell whether ``text`` quotes calls, where ``modul.Kelas`` is a name and not two sentences."""
    return _CODE.search(text) is not None


def _ends_sentence(word: str, stop: str, abbreviations: frozenset[str]) -> bool:
    if word.casefold() in abbreviations:
        return False
    if word.islower():
        return len(word) >= _LEAST_COMMON
    # A shout or a question after a capital is a brand (`Yahoo!Finance`) as often as a sentence.
    return stop == "." and _is_name(word) and len(word) >= _LEAST_NAME


def _starts_sentence(word: str, abbreviations: frozenset[str]) -> bool:
    folded = word.casefold()
    return _is_name(word) and folded not in _SUFFIXES and folded not in abbreviations


def _is_name(word: str) -> bool:
    """Tell whether ``word`` has its one capital at the start; a second part may have one too."""
    first = word.split("-")[0]
    return (
        len(first) > 1
        and word[0].isupper()
        and all(p[1:].islower() for p in word.split("-") if p[1:])
    )


def _related(left: str, right: str) -> bool:
    # `threading.Thread`, `decimal.Decimal`: a class in the module of that name.
    return left[:4].casefold() == right[:4].casefold()


def _is_clause(part: str) -> bool:
    words = _ANY_WORD.findall(part)
    return len(words) >= _LEAST_WORDS and any(word.islower() for word in words)


def blanks_before_marks(line: str, openers: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of blanks that stand before a comma or a full stop.

    ``openers`` are words that can end no sentence: after a command the stop is the folder
    (`git add .`), after a function word something was cut out.

    >>> list(blanks_before_marks("aliansi militer , sebuah langkah", frozenset()))
    [(15, 16)]
    >>> list(blanks_before_marks("kerangka .NET dan harga Rp 5.000 ,- serta ... lalu", frozenset()))
    []
    """
    if _COLUMNS.search(line):
        return
    for match in _SPACED_MARK.finditer(line):
        before = line[max(0, match.start() - NEAR) : match.start()]
        after = line[match.end() : match.end() + NEAR]
        last = _LAST_WORD.search(before)
        if last is None or last["word"].casefold() in openers:
            continue
        ends = line[match.end() - 1] == "."
        if ends and _OPTION.search(before):
            continue
        if _ends_before(before, after) if ends else _pauses_before(last["word"], after):
            yield match.span("blank")


def _ends_before(before: str, after: str) -> bool:
    follower = _ANY_WORD.search(after)
    return len(_ANY_WORD.findall(before)) > _LEAST_WORDS and (
        follower is None or after[:1] in '"”' or follower[0][0].isupper()
    )


def _pauses_before(word: str, after: str) -> bool:
    # `( a , b )` is a formula; `0 , 5` and `10 , 20` are figures.
    figures = word[-1].isdigit() and after.lstrip()[:1].isdigit()
    return len(word) > 1 and not figures


def starts_with_dots(text: str, at: int) -> bool:
    """Tell whether the line at ``at`` goes on with the dots of a spaced ellipsis (`. . .`)."""
    return _DOTS.match(text, at) is not None


def lost_words(text: str) -> bool:
    """Tell whether words were cut out of ``text``, so that blanks before marks are their places.

    >>> lost_words("kata dia di ,., lalu pergi")
    True
    """
    if _LOST_WORD.search(text) is not None:
        return True
    # Prose has a comma for every stop or two; a text with hardly any lost them with their words.
    stops = len(_STOP.findall(text))
    return stops >= _ENOUGH_STOPS and _STOPS_PER_COMMA * text.count(",") < stops


def spaced_style(text: str) -> int | None:
    """Return the place of the first blank before a mark if most commas or marks of ``text`` have one.

    Tokenised corpora space every mark: a style of the whole document, not a slip.

    >>> spaced_style("satu , dua , tiga , empat"), spaced_style("Ia datang , lalu pergi .")
    (4, 9)
    >>> spaced_style("Dr. Amir datang ."), spaced_style("satu , dua, tiga, empat")
    (15, None)
    """
    spaced = [match.start() for match in _SPACED_COMMA.finditer(text)]
    if len(spaced) > 2 and 2 * len(spaced) > len(_COMMA.findall(text)):
        return spaced[0]
    spaced = [match.start() for match in _SPACED_ANY.finditer(text)]
    if len(spaced) > len(_GLUED_ANY.findall(text)):
        return spaced[0]
    return None


def spaced_brackets(text: str) -> bool:
    """Tell whether ``text`` sets blanks inside all its brackets: a style, as in stage directions.

    >>> spaced_brackets("( tertawa ) Ya. ( diam )"), spaced_brackets("( PPP ) dan ( PKS ) serta (PSI)")
    (True, False)
    """
    return len(_SPACED_PAIR.findall(text)) > 1 and _GLUED_PAIR.search(text) is None


def blanks_inside_brackets(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of blanks just inside a pair of round brackets that holds plain words.

    >>> list(blanks_inside_brackets("pakta pertahanan ( NATO ) dan ( ) kosong"))
    [(18, 19), (23, 24)]
    """
    if _COLUMNS.search(line):
        return
    for match in _BRACKETED.finditer(line):
        if _is_aside(match["inside"]) and not _NAME_OF_CODE.search(
            line[max(0, match.start() - NEAR) : match.start()]
        ):
            for side in ("first", "last"):
                if match[side]:
                    yield match.span(side)


def _is_aside(inside: str) -> bool:
    """Tell an aside from an empty box, a formula and two brackets that are spoken of (`( or )`)."""
    if not _PLAIN_INSIDE.fullmatch(inside) or not _TWO_LETTERS.search(inside):
        return False
    return len(inside) > _LONGEST_AND or not inside.islower()


def missing_after_quotes(line: str, endings: frozenset[str]) -> Iterator[int]:
    """Yield the offsets after a closing curly quote at which a blank is missing.

    Only where the quotes of the line open and close in turn, so that the mark provably closes.
    ``endings`` are glued to a quoted word on purpose.

    >>> list(missing_after_quotes("“Kami datang,”kata Budi. “Ya!”nya lirih.", frozenset({"nya"})))
    [14]
    >>> list(missing_after_quotes("”Kami datang,”kata Budi.", frozenset()))
    []
    """
    quotes = [char for char in line if char in '“”"„«»']
    if quotes[::2].count("“") + quotes[1::2].count("”") != len(quotes) or len(quotes) % 2:
        return
    for match in _GLUED_QUOTE.finditer(line):
        word = _TOKEN.match(line, match.end())
        if word is None or word[0] not in endings:
            yield match.end()
