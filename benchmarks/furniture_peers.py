"""Line rules of other corpora, written from their papers: a text in, the numbers of lines dropped out.

C4: Raffel et al., Exploring the Limits of Transfer Learning, section 2.2. RefinedWeb: Penedo et
al., The RefinedWeb Dataset for Falcon LLM, appendix G. Only what they do to lines; what throws
away whole pages is left out unless ``pages`` asks for it.
"""

from __future__ import annotations

import re

# C4: lines "that ended in a terminal punctuation mark (i.e. a period, exclamation mark, question
# mark, or end quotation mark)" and "that contained at least 5 words".
C4_ENDS = (".", "!", "?", '"', "”")
C4_WORDS = 5
# "Many of the scraped pages contained warnings stating that Javascript should be enabled"; "terms
# of use", "privacy policy", "cookie policy" and the like.
C4_PHRASES = (
    "javascript",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
    "use cookies",
)
C4_SENTENCES = 3

# RefinedWeb gives kinds and one example of each; these are its examples and the plainest others.
SHORT = 10  # words
COUNTER = re.compile(
    r"\W*\d[\d.,]*\s*[km]?\s*(?:likes?|shares?|comments?|retweets?|reposts?|quotes?|bookmarks?"
    r"|upvotes?|downvotes?|downloads?|views?|followers?)\W*",
    re.IGNORECASE,
)
AT_START = re.compile(r"(?:sign[ -]in|sign[ -]up|log[ -]in|share|follow us)\b", re.IGNORECASE)
AT_END = re.compile(r"(?:read more|see more|load more|click here)\s*(?:\.{3}|…)?", re.IGNORECASE)
ANYWHERE = re.compile(r"items? in (?:your )?(?:cart|basket)", re.IGNORECASE)
LEAST_UPPER = 0.5  # "mainly composed of uppercase characters"
MOST_FLAGGED = 0.05  # of the words; above, the document goes


def drop_by_c4(text: str, pages: bool = False) -> set[int]:
    """Return the lines that C4's rules drop; with ``pages`` all lines of a page that it drops.

    >>> sorted(drop_by_c4("Ia pulang ke rumah di desa.\\nBaca juga\\nIa pulang."))
    [1, 2]
    """
    lines = text.split("\n")
    dropped = {number for number, line in enumerate(lines) if not _is_kept_by_c4(line.strip())}
    if pages:
        lower = text.lower()
        kept = "\n".join(line for number, line in enumerate(lines) if number not in dropped)
        sentences = len(re.findall(r"[.!?][\"”]?(?:\s|$)", kept))
        if "{" in text or "lorem ipsum" in lower or sentences < C4_SENTENCES:
            return set(range(len(lines)))
    return dropped


def _is_kept_by_c4(line: str) -> bool:
    lower = line.lower()
    return (
        line.endswith(C4_ENDS)
        and len(line.split()) >= C4_WORDS
        and not any(phrase in lower for phrase in C4_PHRASES)
    )


def drop_by_refinedweb(text: str, pages: bool = False) -> set[int]:
    """Return the lines that RefinedWeb's line-wise corrections drop or edit.

    >>> sorted(drop_by_refinedweb("HARGA NAIK\\n12\\n3 likes\\nTag\\nIa pulang.\\nSign in to go on"))
    [0, 1, 2, 3, 5]
    """
    lines = text.split("\n")
    dropped = {number for number, line in enumerate(lines) if _is_flagged(line.strip())}
    if pages:
        words = sum(len(line.split()) for line in lines)
        if sum(len(lines[number].split()) for number in dropped) > MOST_FLAGGED * words:
            return set(range(len(lines)))
    return dropped


def _is_flagged(line: str) -> bool:
    words = line.split()
    if not words:
        return False
    letters = [char for char in line if char.isalpha()]
    if letters and sum(char.isupper() for char in letters) > LEAST_UPPER * len(letters):
        return True
    if len(words) == 1 or not letters or COUNTER.fullmatch(line):
        return True
    if len(words) > SHORT:
        return False
    found = AT_START.match(line) or ANYWHERE.search(line)
    return bool(found) or any(m.end() == len(line) for m in AT_END.finditer(line))
