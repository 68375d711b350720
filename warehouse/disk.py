"""The few things that the store does to a disk, each of them durable when it returns."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Final

# What file systems answer that have no hard links, or not across this border, or no more to one file.
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV, errno.EMLINK, errno.EACCES}
)


def sync(path: Path) -> None:
    """Wait until a file's content, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    sync(path)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name, or a copy where the file system has no links. The folder isn't synced yet."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy(source, target)
        sync(target)


def rename(source: Path, target: Path) -> None:
    """Give a file or folder its final name, in one step."""
    source.replace(target)
    sync(target.parent)


def point(link: Path, target: str) -> None:
    """Let a symbolic link lead to `target`, a path relative to it, in one step."""
    fresh = link.with_name(f"{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    rename(fresh, link)


def remove_folder(folder: Path) -> None:
    """Remove a folder and what is in it; the file that makes it count, if it has one, goes first."""
    (folder / "manifest.json").unlink(missing_ok=True)
    shutil.rmtree(folder)
