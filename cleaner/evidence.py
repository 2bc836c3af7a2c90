"""What counts say of a rule: wrong ones and all of them in, the share that may be wrong out."""

from __future__ import annotations

import math

CONFIDENCE = 0.95


def upper_bound(wrong: int, total: int, confidence: float = CONFIDENCE) -> float:
    """Return the share of wrong ones that is not exceeded with ``confidence``, after Clopper and Pearson.

    >>> round(upper_bound(0, 60), 4), round(upper_bound(1, 100), 4), upper_bound(0, 0)
    (0.0487, 0.0466, 1.0)
    """
    if total <= 0 or wrong >= total:
        return 1.0
    low, high = wrong / total, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _at_most(wrong, total, middle) > 1 - confidence else (low, middle)
        )
    return high


def _at_most(wrong: int, total: int, share: float) -> float:
    """Return how likely at most ``wrong`` of ``total`` are wrong when ``share`` of all are."""
    if not 0 < share < 1:
        return float(share <= 0)
    logs = (
        math.lgamma(total + 1)
        - math.lgamma(k + 1)
        - math.lgamma(total - k + 1)
        + k * math.log(share)
        + (total - k) * math.log1p(-share)
        for k in range(wrong + 1)
    )
    return math.fsum(map(math.exp, logs))
