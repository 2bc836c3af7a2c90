"""Verdicts on a text that stand for a set of rounds: its language, and whether it is prose."""

from __future__ import annotations

from functools import cached_property

from cleaner.language import find_language
from cleaner.markup import Markup, judge_markup


class Verdicts:
    """Verdicts on one text, each taken when first asked for; ``lang`` overrules the language."""

    def __init__(self, text: str, lang: str | None = None) -> None:
        self._text = text
        self._lang = lang

    @cached_property
    def language(self) -> str | None:
        """The ISO 639-1 code, or None for unknown."""
        return self._lang or find_language(self._text)

    @cached_property
    def markup(self) -> Markup:
        """``prose``, ``markup``, ``code`` or ``table``."""
        return judge_markup(self._text)

    def move(self, text: str) -> Verdicts:
        """Return the verdicts on ``text``."""
        return self if text == self._text else Verdicts(text, self._lang)

    def agrees(self, other: Verdicts) -> bool:
        """Tell whether nothing more can be found under these than under ``other``, as far as asked.

        What a stage does in any other kind of text it does in prose too, so that a settled text
        which was taken for prose needs no second look.
        """
        asked = other.__dict__
        if self is other:
            return True
        if "language" in asked and self.language != other.language:
            return False
        return asked.get("markup", "prose") == "prose" or self.markup == other.markup
