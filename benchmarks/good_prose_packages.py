"""Packages of good prose: their names in, downloaded files out, and the files that they hold."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tomllib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"
PACKAGES = {".deb", ".whl"}
ARCHIVES = {".zip", ".xpi"}


class Member(NamedTuple):
    """One file of a package: its path there, and its bytes."""

    name: str
    data: bytes


def read_names() -> dict[str, list[str]]:
    """Return the package names by registry, ``debian`` and ``pypi``, as their data file has them."""
    with (DATA / "good_prose.toml").open("rb") as file:
        found: dict[str, list[str]] = tomllib.load(file)["packages"]
    return found


def download(folder: Path) -> None:
    """Download what is not there yet into ``folder``/debian and ``folder``/pypi.

    Nothing is installed: ``apt-get download`` and ``pip download`` are asked, one package each, and
    a package that is not to be had is named on stderr and left out.
    """
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    clients = {"debian": ["apt-get", "download", "-qq"], "pypi": pip}
    for registry, names in read_names().items():
        place = folder / registry
        place.mkdir(parents=True, exist_ok=True)
        there = {_package(path) for path in place.iterdir()}
        for name in names:
            if _normal(name) in there:
                continue
            done = subprocess.run(
                [*clients[registry], name], cwd=place, capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(f"{name}: left out: {done.stderr.strip()[-200:]}", file=sys.stderr)


def packages(folder: Path) -> list[Path]:
    """Return the downloaded files, sorted."""
    found = (path for kind in ("debian", "pypi") for path in (folder / kind).iterdir())
    return sorted(path for path in found if path.suffix in PACKAGES)


def package_name(path: Path) -> str:
    """Return the name of the package in a downloaded file."""
    return _package(path)


def _package(path: Path) -> str:
    name = path.name.partition("_")[0] if path.suffix == ".deb" else path.name.partition("-")[0]
    return _normal(name)


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def read_members(path: Path) -> Iterator[Member]:
    """Yield the files of a package, those in archives within it as well, in the package's order."""
    if path.suffix == ".deb":
        yield from _read_deb(path)
    else:
        yield from _read_zip(path.read_bytes(), "")


def _read_deb(path: Path) -> Iterator[Member]:
    command = ["dpkg-deb", "--fsys-tarfile", str(path)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as unpacking,
        tarfile.open(fileobj=unpacking.stdout, mode="r|") as tar,
    ):
        for entry in tar:
            file = tar.extractfile(entry) if entry.isfile() else None
            if file is not None:
                yield from _open(entry.name, file.read())


def _read_zip(data: bytes, within: str) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    yield from _open(f"{within}{entry.filename}", archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        print(f"{within or 'archive'}: {error}", file=sys.stderr)


def _open(name: str, data: bytes) -> Iterator[Member]:
    if PurePosixPath(name).suffix in ARCHIVES:
        yield from _read_zip(data, f"{name}/")
    else:
        yield Member(name, data)
