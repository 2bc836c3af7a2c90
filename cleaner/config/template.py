"""A configuration to start from: every key commented out with its default and what it is for."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.config.keys import KEYS, Key

HEAD = """\
# Settings of cleaner for this folder and all below it.
# Take away the # before a key to set it; what stands there is its default.
"""
SHARED_PREFIX = "tool.cleaner."
# Tables cannot show a default; these are examples.
_TABLES = {
    "safety": ("[{}safety]", 'id-related-news = "flag"'),
    "overrides": ("[[{}overrides]]", 'files = ["en/"]', 'lang = "en"'),
    "allow": (
        "[[{}allow]]",
        'rule = "id-source-label"',
        'text = "Sumber"',
        'path = ["daftar/"]',
        'reason = "Names of springs, not a label."',
    ),
}


def render_template(prefix: str = "") -> str:
    """Return the text of a cleaner.toml; with ``SHARED_PREFIX`` that of a pyproject.toml's table."""
    lines = HEAD.splitlines()
    if prefix:
        lines.append(f"[{prefix.rstrip('.')}]")
    for key in KEYS:
        lines += ["", *_render_key(key, prefix)]
    return "\n".join(lines) + "\n"


def _render_key(key: Key, prefix: str) -> Iterator[str]:
    yield f"# {key.summary}"
    if key.name in _TABLES:
        head, *lines = _TABLES[key.name]
        yield f"#{head.format(prefix)}"
        yield from (f"#{line}" for line in lines)
    else:
        yield f"#{key.name} = {key.default}"
