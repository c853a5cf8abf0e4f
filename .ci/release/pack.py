"""Packs a folder the same way each time, on Linux as on macOS: pack.py FOLDER ARCHIVE.tar.gz

The tar of macOS has no options for owners, order and times.
"""

import gzip
import sys
import tarfile
from pathlib import Path


def nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """The entry without what is of this machine and this minute."""
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


def main() -> None:
    folder, archive = map(Path, sys.argv[1:])
    with archive.open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path in sorted(folder.rglob("*")):
                tar.add(path, path.relative_to(folder), recursive=False, filter=nobody)


main()
