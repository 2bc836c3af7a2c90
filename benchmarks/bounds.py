"""Upper bounds of a share: hits and trials in, what the share is at most out."""

from __future__ import annotations

import math


def upper_bound(hits: int, trials: int, confidence: float = 0.95) -> float:
    """Return the one-sided Clopper-Pearson bound of ``hits`` in ``trials``; 1.0 without trials.

    Without hits it is close to 3 / trials.

    >>> round(upper_bound(0, 1_000_000) * 1e6, 2), round(upper_bound(2, 1_000_000) * 1e6, 2)
    (3.0, 6.3)
    """
    if hits >= trials:
        return 1.0
    low, high = hits / trials, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if _at_most(hits, trials, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(hits: int, trials: int, share: float) -> float:
    """Return the probability of at most ``hits`` in ``trials`` binomial draws."""
    if share >= 1:
        return 0.0
    up, down = math.log(share) if share else -math.inf, math.log1p(-share)
    total = 0.0
    for count in range(hits + 1):
        ways = math.lgamma(trials + 1) - math.lgamma(count + 1) - math.lgamma(trials - count + 1)
        total += math.exp(ways + (count * up if count else 0.0) + (trials - count) * down)
    return total
