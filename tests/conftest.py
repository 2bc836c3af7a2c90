"""How hypothesis runs here: the suite repeats itself to the letter, ``make fuzz`` never does."""

import os

from hypothesis import settings

# No deadline: tests assert behaviour, benchmarks measure time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
