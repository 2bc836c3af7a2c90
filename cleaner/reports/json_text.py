"""JSON that nothing acts on: values in, UTF-8 out in which what is hidden stands as an escape."""

from __future__ import annotations

import json
import re

from cleaner.reports.terminal import COMMAND

_NOT_PLAIN = re.compile("[^ -~]")


def encode_json(value: object) -> bytes:
    """Return ``value`` as JSON on one line, in valid UTF-8.

    Control characters, invisible ones and odd blanks are written as ``\\\\u`` escapes, so a
    terminal may show the bytes. A lone surrogate stands as its escape, which Python's ``json``
    reads back.

    >>> encode_json("é\\x9b\\u202e")
    b'"\\xc3\\xa9\\\\u009b\\\\u202e"'
    """
    text = json.dumps(value, ensure_ascii=False)
    if not text.isprintable():
        text = _NOT_PLAIN.sub(_escape, text)
    return COMMAND.sub(r"#\\u0023", text).encode()


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return character if character.isprintable() else json.dumps(character)[1:-1]
