"""Short forms for one text: ``clean`` and ``clean_bytes`` with the commonest settings."""

from __future__ import annotations

from functools import lru_cache

from cleaner.cleaned import Cleaned
from cleaner.pipeline import Cleaner
from cleaner.settings import Profile, Settings


def clean(
    text: str,
    *,
    profile: Profile = "default",
    lang: str | None = None,
    unsafe: bool = False,
    settings: Settings | None = None,
) -> Cleaned:
    """Return ``text`` cleaned; ``settings`` replaces the other options.

    >>> clean("Akhir berita. [iklan_2]").text
    'Akhir berita.'
    """
    return _cleaner(settings or Settings(profile=profile, lang=lang, unsafe=unsafe)).clean(text)


def clean_bytes(
    data: bytes,
    *,
    profile: Profile = "default",
    lang: str | None = None,
    unsafe: bool = False,
    settings: Settings | None = None,
) -> Cleaned:
    """Return the text in ``data`` cleaned, see ``clean``. Raises ``DecodeError``."""
    wanted = settings or Settings(profile=profile, lang=lang, unsafe=unsafe)
    return _cleaner(wanted).clean_bytes(data)


@lru_cache(maxsize=8)
def _cleaner(settings: Settings) -> Cleaner:
    return Cleaner(settings)
