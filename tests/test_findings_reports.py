"""Findings as people and hosts read them: excerpts, JSON, GitHub annotations and SARIF."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

import cleaner
from cleaner.cleaned import Cleaned
from cleaner.edits import Edit, Flag, apply_edits
from cleaner.findings import Finding, find_findings
from cleaner.reports.cells import line_cells, width
from cleaner.reports.excerpt import render_finding
from cleaner.reports.findings_json import JsonReport
from cleaner.reports.github import GithubReport, escape_data, escape_property
from cleaner.reports.hosts import HostReport
from cleaner.reports.importance import Ranking, left_out
from cleaner.reports.sarif import FINGERPRINT, SarifReport

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE.parent / "fixtures" / "findings.toml").read_text("utf-8"))["case"]
SCHEMA = Draft4Validator(json.loads((HERE / "schemas" / "sarif-2.1.0.json").read_text("utf-8")))
MARKED = re.compile("⟦([^→⟧]*)(→)?([^⟧]*)⟧")


def render_json(findings: list[Finding]) -> bytes:
    return _report(JsonReport(), findings)


def render_github(findings: list[Finding], errors: Sequence[str] = ()) -> list[str]:
    return _report(GithubReport(), findings, errors).decode().split("\n")[:-1]


def render_sarif(
    findings: list[Finding],
    errors: Sequence[str] = (),
    rules: Mapping[str, str] = MappingProxyType({}),
    **options: Any,
) -> str:
    return _report(SarifReport(**options), findings, errors, rules).decode()


def _report(
    report: HostReport,
    findings: list[Finding],
    errors: Sequence[str] = (),
    rules: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    written = [report.add(finding) for finding in findings]
    return b"".join([*written, *report.close(errors, rules)])


def _findings(case: dict[str, Any]) -> list[Finding]:
    """Return the findings of the marked text of ``case``."""
    original, edits, flags = "", [], []
    done = 0
    for match in MARKED.finditer(case["text"]):
        original += case["text"][done : match.start()] + match[1]
        span = (len(original) - len(match[1]), len(original))
        done = match.end()
        rule, message = case.get("rule", "uji"), case.get("message", "Tanda uji.")
        if match[2]:
            rules = tuple(rule.split(", "))
            edits.append(Edit(*span, match[3], rules, (message,) * len(rules)))
        else:
            flags.append(Flag(*span, rule.split(", ")[0], message))
    original += case["text"][done:]
    held = Cleaned(original, original)
    held.__dict__.update(proposed=tuple(edits), flags=tuple(flags))  # as if it had been asked
    if case.get("kind") == "proposed":
        cleaned = held
    else:
        cleaned = Cleaned(original, apply_edits(original, edits), tuple(edits), "changed")
        cleaned.__dict__.update(proposed=(), flags=tuple(flags))
    source = case.get("source", "berita/a.txt")
    return list(find_findings(source, cleaned, flags=True, proposed=True))


def _render(case: dict[str, Any], form: str) -> str:
    findings, errors = _findings(case), case.get("errors", ())
    if form == "github":
        return "".join(line + "\n" for line in render_github(findings, errors))
    if form == "json":
        return render_json(findings).decode()
    if form == "sarif":
        rules = case.get("rules", {})
        log = render_sarif(findings, errors, rules)
        return log.replace(f'"{cleaner.__version__}"', '"VERSION"')
    lines = (line for f in findings for line in render_finding(f, colour=case.get("colour", False)))
    return "".join(line + "\n" for line in lines)


FORMS = [(case, form) for case in CASES for form in ("shown", "github", "json", "sarif") if form in case]  # fmt: skip


@pytest.mark.parametrize(("case", "form"), FORMS, ids=lambda v: v["id"] if type(v) is dict else v)
def test_case(case: dict[str, Any], form: str) -> None:
    assert _render(case, form) == case[form]


# --- whatever the text --------------------------------------------------------------------------

ODD = "a b.,:%\n\r\t\x1b\x07\x9b\u0301\u200b\u202e\u00a0\ufeff世é#[]{}()=\U0001f600\ufe0f\u2028"
TEXTS = st.text(st.sampled_from(ODD), max_size=60) | st.text(max_size=20)
WORDS = st.sampled_from(["::error::", "##[error]", "##vso[task]", "\n::", "\r##[", "a", "%0A", ",", "](x)"])  # fmt: skip
HOSTILE = st.lists(WORDS | st.text(max_size=5), max_size=8).map("".join)
NAMES = HOSTILE.map(lambda name: name.replace("\0", "")) | st.binary(max_size=20).map(
    lambda name: name.decode("utf-8", "surrogateescape")
)
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@st.composite
def cleaned_texts(draw: st.DrawFn) -> Cleaned:
    """Return a text with edits and flags anywhere in it."""
    original = draw(TEXTS)
    places = draw(st.lists(st.integers(0, len(original)), max_size=8).map(sorted))
    edits: list[Edit] = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        new = draw(TEXTS)
        if new != original[start:end] and not (edits and edits[-1].end == start):
            edits.append(Edit(start, end, new, (draw(st.sampled_from("abc")),), (draw(HOSTILE),)))
    flags = tuple(Flag(at, min(at + 2, len(original)), "d", draw(HOSTILE)) for at in places[:2])
    cleaned = Cleaned(original, apply_edits(original, edits), tuple(edits), "changed")
    cleaned.__dict__.update(proposed=tuple(edits[:1]), flags=flags)
    return cleaned


FINDINGS = st.builds(
    lambda source, cleaned: list(find_findings(source, cleaned, flags=True, proposed=True)),
    NAMES,
    cleaned_texts(),
)
RUNS = st.lists(FINDINGS, max_size=3).map(lambda files: [f for found in files for f in found])


def _is_harmless(line: str) -> bool:
    hidden = any(unicodedata.category(character) in HIDDEN for character in line)
    return not hidden and not re.search(r"##\w*\[", line) and not line.lstrip().startswith("::")


@given(RUNS)
def test_nothing_of_the_data_acts_on_a_terminal_or_a_host(findings: list[Finding]) -> None:
    for finding in findings:
        lines = list(render_finding(finding, colour=False))
        assert 3 <= len(lines) <= 5
        assert [line for line in lines if not _is_harmless(line)] == []
        coloured = [
            re.sub(r"\x1b\[\d+m", "", line) for line in render_finding(finding, colour=True)
        ]
        assert [line.rstrip() for line in coloured] == [line.rstrip() for line in lines]
    told = render_json(findings).decode() + render_sarif(findings)
    assert [line for line in told.split("\n") if not _is_harmless(line)] == []


@given(cleaned_texts())
def test_carets_are_under_what_changes(cleaned: Cleaned) -> None:
    for finding in find_findings("a", cleaned):
        _, excerpt, carets, *_ = render_finding(finding, colour=False)
        gutter = excerpt.index("|") + 2
        whole = line_cells(finding.before + finding.original.split("\n")[0])
        before, marked = whole[: len(finding.before)], whole[len(finding.before) :]
        if not finding.original:
            tip = carets.index("/") + 1 - gutter
            left = _letters(_between(excerpt[gutter:], 0, tip)).removeprefix("…")
            assert _letters("".join(cell for cell, _ in before)).endswith(left)
        elif finding.before and width(marked) and "\r" not in finding.original:
            start = carets.index("^")
            end = start + len(carets[start:].split(" ")[0])
            under = _between(excerpt[gutter:], start - gutter, end - gutter)
            letters = _letters("".join(cell for cell, _ in marked))
            assert _letters(under) == letters or under.endswith("…")


def _letters(text: str) -> str:
    """Return what takes a cell of its own; a line's blanks at the end are not drawn."""
    return "".join(character for character in text if width(line_cells(character))).rstrip()


def _between(text: str, start: int, end: int) -> str:
    """Return what ``text`` has in the cells ``[start, end)`` of a terminal."""
    ends = accumulate(size for _, size in line_cells(text))
    return "".join(c for c, at in zip(text, ends, strict=True) if start < at <= end)


@given(st.text())
def test_the_runner_reads_back_what_was_escaped(text: str) -> None:
    assert _unescape(escape_data(text), data=True) == text
    assert _unescape(escape_property(text)) == text
    assert not set("\r\n") & set(escape_data(text))
    assert not set("\r\n:,") & set(escape_property(text))


def _unescape(text: str, *, data: bool = False) -> str:
    """Undo the escapes as the runner does: one after the other, ``%25`` last."""
    kinds = {"%0D": "\r", "%0A": "\n"} | ({} if data else {"%3A": ":", "%2C": ","})
    for escape, character in (kinds | {"%25": "%"}).items():
        text = text.replace(escape, character)
    return text


def _read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as the runner does."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    level, _, pairs = head.partition(" ")
    properties = dict(pair.split("=", 1) for pair in pairs.split(",") if pair)
    told = {name: _unescape(value) for name, value in properties.items()}
    return level, told, _unescape(message, data=True)


@given(RUNS, st.lists(HOSTILE, max_size=5))
def test_annotations_are_one_line_each_and_say_where(
    findings: list[Finding], errors: list[str]
) -> None:
    lines = render_github(findings, errors)
    commands = [_read_command(line) for line in lines]
    assert len(lines) <= len(findings) + len(errors) + 1
    for level in ("error", "warning", "notice"):
        assert [command[0] for command in commands].count(level) <= 10
    sources = {finding.source for finding in findings if _is_harmless(finding.source)}
    for line, (level, told, message) in zip(lines, commands, strict=True):
        assert "\n" not in line
        assert "\r" not in line
        assert level in ("error", "warning", "notice")
        assert told.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert _is_harmless(message) or message.lstrip().startswith("::")
        assert ("col" in told) == ("endColumn" in told)
        if "col" in told:
            assert told["line"] == told["endLine"]
        sources.discard(told.get("file", ""))
    if len(findings) <= 9 and len(errors) <= 1:
        assert sources == set()


@given(RUNS, st.lists(HOSTILE, max_size=2), st.dictionaries(st.sampled_from("abcd"), HOSTILE))
def test_log_files_are_valid(
    findings: list[Finding], errors: list[str], rules: dict[str, str]
) -> None:
    text = render_sarif(findings, errors, rules)
    log = json.loads(text)
    assert list(SCHEMA.iter_errors(log)) == []
    assert not re.search(
        r"\\ud[89a-f]..(?!\\ud[c-f])", re.sub(r"\\ud[89ab]..\\ud[c-f]..", "", text)
    )
    (run,) = log["runs"]
    named = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(findings)
    assert run["invocations"][0]["executionSuccessful"] == (not errors)
    for result in run["results"]:
        assert named[result["ruleIndex"]]["id"] == result["ruleId"]
        assert _is_harmless("x" + result["message"]["text"])
        assert not re.search(r"(?<!\{)\{(?!\{)", result["message"]["text"].replace("{{", ""))


@given(NAMES.filter(lambda name: not name.startswith("/")))
def test_log_files_name_files_byte_by_byte(source: str) -> None:
    finding = _finding(source=source)
    (result,) = _results([finding])
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert re.fullmatch("[A-Za-z0-9_.~/%-]*", location["uri"])
    assert location["uriBaseId"] == "%SRCROOT%"
    assert unquote_to_bytes(location["uri"]) in _bytes(source)


def _bytes(name: str) -> Iterator[bytes]:
    for errors in ("surrogateescape", "surrogatepass"):
        try:
            yield name.encode("utf-8", errors)
        except UnicodeEncodeError:
            continue


@given(cleaned_texts())
def test_fixes_of_a_log_file_give_the_clean_text(cleaned: Cleaned) -> None:
    lines = cleaned.original.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]
    edits = []
    for result in _results(list(find_findings("a", cleaned))):
        if "fixes" not in result:  # a text that UTF-8 cannot hold
            return
        (change,) = result["fixes"][0]["artifactChanges"]
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        edits.append(Edit(start, end, replacement["insertedContent"]["text"]))
    assert apply_edits(cleaned.original, sorted(edits)) == cleaned.text


def _results(findings: list[Finding], **options: Any) -> list[dict[str, Any]]:
    (run,) = json.loads(render_sarif(findings, **options))["runs"]
    results: list[dict[str, Any]] = run["results"]
    return results


def _finding(**fields: Any) -> Finding:
    (finding,) = _findings({"text": "Kata Lavro⟦n→v⟧ kemarin."})
    return replace(finding, **fields)


# --- what comes first, what is left out ---------------------------------------------------------


def _ranked(findings: list[Finding], limit: int) -> list[Finding]:
    ranking = Ranking(limit)
    for finding in findings:
        ranking.add(finding)
    return ranking.first("edit", limit)


def test_every_rule_speaks_once_before_any_speaks_twice() -> None:
    often = [_finding(rules=("often",), start=start) for start in range(5)]
    rare = [_finding(rules=("rare",), start=start) for start in (7, 6)]
    once = [_finding(rules=("once",), start=9)]
    ranked = _ranked([*often, *rare, *once], 10)
    order = [(finding.rules[0], finding.start) for finding in ranked]
    assert order == [
        *(("once", 9), ("rare", 6), ("often", 0)),
        *(("rare", 7), ("often", 1)),
        *(("often", 2), ("often", 3), ("often", 4)),
    ]


@given(
    st.lists(st.tuples(st.sampled_from("aaaabbc"), st.integers(0, 9)), max_size=60), st.randoms()
)
def test_what_is_kept_is_what_comes_first(places: list[tuple[str, int]], random: Any) -> None:
    findings = [_finding(rules=(rule,), start=start) for rule, start in places]
    everything = _ranked(findings, len(findings))
    random.shuffle(findings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.reports.importance._SLACK", 0)
        for limit in (1, 4, 10):
            assert _ranked(findings, limit) == everything[:limit]


def test_edits_come_before_proposals_and_flags() -> None:
    kinds = ("flag", "proposed", "edit")
    findings = [_finding(kind=kind, start=start) for kind in kinds for start in (0, 1)]
    levels = [result["level"] for result in _results(findings)]
    assert levels == ["error"] * 2 + ["warning"] * 2 + ["note"] * 2
    assert [result["level"] for result in _results(findings, most=3)] == levels[:3]


def test_a_log_file_says_what_it_leaves_out() -> None:
    findings = [_finding(rules=(rule,), start=start) for rule in "ab" for start in range(3)]
    findings.append(_finding(kind="flag", rules=("c",)))
    (run,) = json.loads(render_sarif(findings, most=2))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["a", "b"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "5 results left out, by rule: a 2, b 2, c 1"
    assert run["invocations"][0]["executionSuccessful"]


def test_what_is_left_out_is_counted_by_rule() -> None:
    ranking = Ranking(1)
    for rule in "aab":
        ranking.add(_finding(rules=(rule, "also")))
    assert left_out(ranking, ranking.first("edit", 1)) == {"a": 2}


def test_equal_findings_of_a_file_are_told_apart() -> None:
    findings = [_finding(start=start, source=source) for source in "ab" for start in (1, 2)]
    marks = [result["partialFingerprints"][FINGERPRINT] for result in _results(findings)]
    assert marks == [mark + end for mark in [findings[0].fingerprint] * 2 for end in ("", "/2")]


def test_paths_are_relative_to_the_root() -> None:
    source = "/data/berita/a.txt"
    for root, uri in (("/data", "berita/a.txt"), ("/data/x", "../berita/a.txt")):
        (result,) = _results([_finding(source=source)], root=root)
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_path_that_is_no_utf_8_comes_back_from_the_array() -> None:
    told = render_json([_finding(source="berita/\udce9.txt")])
    assert json.loads(told.decode("utf-8"))[0]["path"] == "berita/\udce9.txt"


@given(RUNS)
def test_the_array_holds_every_finding(findings: list[Finding]) -> None:
    rows = json.loads(render_json(findings))
    assert [row["path"] for row in rows] == [finding.source for finding in findings]
    assert [row["replacement"] for row in rows] == [finding.text for finding in findings]
