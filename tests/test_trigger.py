"""The native scan shows the encoding stage every line that it would edit."""

import importlib
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
FUZZED = 20_000


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """Return the benchmark that looks for misses: this is a small run of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("trigger_misses")


@pytest.fixture(scope="module")
def sentences(measure: ModuleType) -> list[str]:
    return list(measure.damaged_sentences())


def test_no_damaged_sentence_is_missed(measure: ModuleType, sentences: list[str]) -> None:
    misses = measure.Misses(measure.repairing_rules())
    misses.look(sentences)
    assert misses.selected > len(sentences) / 2
    assert misses.found == {}


def test_no_line_fuzzed_in_western_codecs_is_missed(measure: ModuleType) -> None:
    misses = measure.Misses(measure.repairing_rules())
    sentences = measure.tuned_sentences()
    misses.look(measure.fuzz_lines(sentences, FUZZED, "cp1252 latin-1 iso8859_15"))
    assert misses.lines == FUZZED
    assert misses.found == {}


def test_no_line_fuzzed_in_any_codec_is_missed(measure: ModuleType, sentences: list[str]) -> None:
    misses = measure.Misses(measure.repairing_rules())
    misses.look(measure.fuzz_lines(sentences, FUZZED))
    assert misses.found == {}


def test_a_miss_would_be_seen(measure: ModuleType) -> None:
    blind = [msgspec.structs.replace(r, trigger="qqq") for r in measure.repairing_rules()]
    misses = measure.Misses(blind)
    misses.look(["Kafe CafÃ© Rona", "tanpa cela"])
    assert misses.found == {
        "mojibake": ["Kafe CafÃ© Rona"],
        "together": ["Kafe CafÃ© Rona"],
    }
