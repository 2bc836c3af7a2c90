"""Files rewritten where they stand: new bytes and what the file was in; the old file or the new out.

A rewritten file is a new one under the old name. It keeps mode, owner, group and extended
attributes, access lists among them; where it could not, and where the old one is more than this
name (a link, a second name), nothing is touched.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from cleaner.errors import InputError
from cleaner.formats.whole_files import new_file_beside

# The system labels files by these as it sees fit, and lets only itself write them.
_OF_THE_SYSTEM = ("security.", "trusted.")


def rewrite(path: Path, data: bytes, expected: os.stat_result) -> None:
    """Replace what ``path`` holds by ``data``, unless it is no longer the file ``expected`` tells of.

    ``expected`` is the state of the file when it was read. Raises ``InputError`` for what must not
    or cannot be replaced; then nothing has changed. Whether a file is read-only is told by its
    mode, which the superuser is held to as well.
    """
    check_rewritable(path)
    try:
        with new_file_beside(path) as (file, temporary):
            file.write(data)
            file.flush()
            _keep_owner(path, file.fileno(), expected)
            os.fchmod(file.fileno(), stat.S_IMODE(expected.st_mode))
            _keep_attributes(path, file.fileno())
            os.fsync(file.fileno())
            _check_unchanged(path, expected)
            temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        what = f"cannot be rewritten: {error.strerror}"
        raise InputError(str(path), what, "check its folder; the file is as it was") from error


def check_rewritable(path: Path) -> None:
    """Raise ``InputError`` for what is no plain file of one name that may be written."""
    try:
        state = path.lstat()
        if stat.S_ISLNK(state.st_mode):
            raise link_error(path)
    except OSError as error:
        what = f"cannot be rewritten: {error.strerror}"
        raise InputError(str(path), what, "check the path") from error
    if not stat.S_ISREG(state.st_mode):
        raise InputError(str(path), "is no regular file", "name a file or a folder")
    if not _may_write(path, state):
        raise InputError(str(path), "is read-only", "allow it with chmod u+w, or exclude the file")
    if state.st_nlink > 1:
        what = f"has {state.st_nlink} hard links, which rewriting would part"
        raise InputError(str(path), what, "copy it to a file of its own, or exclude it")


def link_error(path: Path) -> InputError:
    """Return the error for a symbolic link that is to be fixed. Raises ``OSError`` if it is none."""
    what = f"is a symbolic link to {path.readlink()}"
    return InputError(str(path), what, "links are not written through; name the file itself")


def _may_write(path: Path, state: os.stat_result) -> bool:
    if os.geteuid() in (0, state.st_uid):
        return bool(state.st_mode & stat.S_IWUSR)
    return os.access(path, os.W_OK)


def _keep_owner(path: Path, handle: int, expected: os.stat_result) -> None:
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) == (expected.st_uid, expected.st_gid):
        return
    try:
        os.fchown(handle, expected.st_uid, expected.st_gid)
    except OSError as error:
        what = f"belongs to user {expected.st_uid} and group {expected.st_gid}"
        remedy = "a rewritten file would not; run as its owner, a member of the group"
        raise InputError(str(path), what, remedy) from error


def _keep_attributes(path: Path, handle: int) -> None:
    """Give the new file the extended attributes of ``path`` and none of the folder's defaults."""
    if not hasattr(os, "listxattr"):
        return
    wanted = _attributes(path)
    for name in _attributes(handle).keys() - wanted.keys():
        os.removexattr(handle, name)
    for name, value in wanted.items():
        try:
            os.setxattr(handle, name, value)
        except OSError as error:
            what = f"has the extended attribute {name}, which a new file cannot keep"
            reason = f"({error.strerror})"
            raise InputError(str(path), f"{what} {reason}", "remove it, or exclude it") from error


def _attributes(file: Path | int) -> dict[str, bytes]:
    try:
        names = os.listxattr(file)
        return {n: os.getxattr(file, n) for n in names if not n.startswith(_OF_THE_SYSTEM)}
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return {}  # this file system has none
        raise


def _check_unchanged(path: Path, expected: os.stat_result) -> None:
    if _identity(path.lstat()) != _identity(expected):
        raise InputError(str(path), "changed while it was cleaned", "run again")


def _identity(state: os.stat_result) -> tuple[int, ...]:
    # The time of the last change of state tells of writers that put the other time back.
    return (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _sync_folder(folder: Path) -> None:
    # Not every file system can; the file is whole either way.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
