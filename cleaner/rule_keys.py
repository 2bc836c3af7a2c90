"""What each key of a pack means, in a sentence: for the schema that editors read."""

from __future__ import annotations

HEAD_NOTES = {
    "format": "The form of this file.",
    "name": "The name of the pack, unique among those that are loaded together.",
    "summary": "What the pack is about, in a sentence.",
    "languages": "ISO 639 codes: its rules act only in texts of these languages. Empty: in any.",
    "licence": "SPDX identifier of the licence of the pack.",
    "sources": "Where the pack was learnt from.",
    "default": "Whether its rules are on unless they are selected.",
}
RULE_NOTES = {
    "id": "Names the defect in lower-case words with hyphens; unique, never given to another rule.",
    "kind": "What the rule does with what it matches.",
    "safety": "safe: applied. unsafe: only proposed. flag: only shown.",
    "why": "What it is that the rule finds, and why it does not belong to the text.",
    "source": "Where such text stands: a kind of page, a package.",
    "examples": "Texts before and after; run as tests. For a flag both are equal.",
    "keep": "Near-misses: texts that the rule has to leave as they are; run as tests.",
    "match": "Pattern that both Python's re and the regex package read.",
    "with": "What replaces a match; \\1 and \\g<name> are its groups.",
    "stage": "The stage that replaces, or whose code does the work.",
    "words": "Wrong words and what they become.",
    "list": "A TSV file beside the pack: from, to, requires, note.",
    "languages": "ISO 639 codes instead of those of the pack.",
    "unless_languages": "Languages in which the rule never acts.",
    "position": "Only among the last lines (tail) or the first (head).",
    "requires": "Words or phrases, one of which has to stand in the document.",
    "unless": "Words or phrases, none of which may stand in the document.",
    "before": "Pattern that has to be found in the nearest line above that is not blank.",
    "after": "Pattern that has to be found in the nearest line below that is not blank.",
    "below": "Pattern of the nearest line below: where it matches wholly, that line goes along.",
    "run": "Least number of furniture lines in a row, this one counted.",
    "apart": "Only between sentences: not inside one, and not in a quotation.",
    "ends": "Pattern of what ends the headline behind a label; what it matches goes along.",
    "small_words": "Words that a headline writes small; with any other it has no certain end.",
    "metadata": "A flag that --strip metadata turns into a removal.",
    "scan": "Literals of which every match holds one, where none can be derived.",
    "trigger": "Pattern of all lines that the code can change.",
    "seen": "What the measuring command printed: lines hit, how many wrongly, where.",
    "checked": "What it printed of good text: lines looked at, how many changed wrongly, where.",
}
