"""Pack files with mistakes: each is refused with a message that names file, rule, key and remedy."""

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from cleaner.errors import PackError
from cleaner.packs import load_pack, load_packs, shipped_packs

CASES = tomllib.loads((Path(__file__).parent.parent / "fixtures" / "packs.toml").read_text("utf-8"))


def _render(pack: dict[str, Any], rules: list[dict[str, Any]]) -> str:
    return tomlkit.dumps({"pack": pack, "rule": rules})


def _pack(case: dict[str, Any]) -> bytes:
    if "hex" in case:
        return bytes.fromhex(case["hex"])
    if "text" in case:
        return str(case["text"]).encode()
    head = CASES["pack"] | case.get("pack", {})
    rule = CASES["rule"] | case.get("rule", {})
    for key in case.get("without_pack", ()):
        del head[key]
    for key in case.get("without", ()):
        del rule[key]
    return _render(head, [rule]).encode()


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["id"])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    path, listed = tmp_path / "uji.toml", tmp_path / "list.tsv"
    path.write_bytes(_pack(case))
    for name, text in case.get("files", {}).items():
        (tmp_path / name).write_bytes(text.encode())
    if "error" not in case and "holds" not in case:
        assert len(load_pack(path).rules) == 1
        return
    with pytest.raises(PackError) as caught:
        load_pack(path)
    message = str(caught.value).replace(str(path), "PACK").replace(str(listed), "LIST")
    wanted = case.get("error", message)
    assert message.startswith(wanted[:-3]) if wanted.endswith("...") else message == wanted
    for part in case.get("holds", ()):
        assert part in message


def _named(name: str, *ids: str) -> str:
    return _render(CASES["pack"] | {"name": name}, [CASES["rule"] | {"id": i} for i in ids])


def test_an_id_twice_in_a_pack(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(_named("a", "a-satu", "a-dua", "a-satu"))
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert str(caught.value) == f'{path}: rule id "a-satu" is taken by {path}; choose another'


def test_an_id_in_two_packs(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(_named("a", "x-satu"))
    second.write_text(_named("b", "x-dua", "x-satu"))
    with pytest.raises(PackError) as caught:
        load_packs([first, second])
    assert str(caught.value) == f'{second}: rule id "x-satu" is taken by {first}; choose another'


def test_a_name_of_two_packs(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(_named("a", "a-satu"))
    second.write_text(_named("a", "a-dua"))
    with pytest.raises(PackError) as caught:
        load_packs([first, second])
    assert str(caught.value) == f'{second}: pack name "a" is taken by {first}; choose another'


def test_a_name_of_a_shipped_pack(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(_named("scars", "a-satu"))
    with pytest.raises(PackError, match='pack name "scars" is taken by'):
        load_packs([*shipped_packs(), path])


def test_a_folder_in_place_of_a_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is no regular file; name a file"


def test_a_pack_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert str(caught.value) == f"{path}: cannot be read: {os.strerror(2)}; check the path"


def test_a_pack_nested_beyond_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = " + "[" * 100_000)
    with pytest.raises(PackError, match="no TOML"):
        load_pack(path)


def test_a_pack_gives_its_rules_its_languages_and_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    rules = [CASES["rule"] | {"id": "a-satu"}, CASES["rule"] | {"id": "a-dua", "languages": ["ms"]}]
    path.write_text(_render(CASES["pack"] | {"languages": ["id"]}, rules))
    loaded = load_pack(path).rules
    assert [(rule.pack, rule.languages) for rule in loaded] == [("uji", ("id",)), ("uji", ("ms",))]


def test_a_pack_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(_named("a", "a-satu"))
    before = load_pack(path)
    path.write_text(_named("a", "a-dua"))
    after = load_pack(path)
    assert [rule.id for rule in after.rules] == ["a-dua"]
    assert before.digest != after.digest


def test_a_word_list_that_changes_is_read_again_and_changes_the_hash(tmp_path: Path) -> None:
    path, listed = tmp_path / "a.toml", tmp_path / "list.tsv"
    rule = CASES["rule"] | {"kind": "words", "list": "list.tsv"}
    del rule["match"]
    path.write_text(_render(CASES["pack"], [rule]))
    listed.write_text("from\tto\nsatuu\tsatu\n")
    before = load_pack(path)
    listed.write_text("from\tto\nduaa\tdua\n")
    after = load_pack(path)
    assert (before.rules[0].words, after.rules[0].words) == ({"satuu": "satu"}, {"duaa": "dua"})
    assert before.digest != after.digest
