"""Makes files of others when they are first asked for, and again when something they are made of has changed."""

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

KEY = ".key"  # of the file beside each: which files, of which size and time, went into it


class Made(Protocol):
    """A file that is made of others."""

    def inputs(self) -> Iterable[Path]:
        """Return the files on which the content depends, in a fixed order."""

    def content(self) -> bytes:
        """Return what the file holds; the same inputs give the same bytes."""


class Builder:
    """Keeps made files in a folder."""

    def __init__(self, folder: Path, made: dict[str, Made], versions: str) -> None:
        """``versions``: what else the contents depend on, such as libraries."""
        self.folder = folder
        self.made = made
        self.versions = versions
        self._seen: set[str] = set()

    def build(self, name: str, *, once: bool) -> Path:
        """Return where the file ``name`` lies, made if need be; ``once``: this process need not look a second time."""
        path = self.folder / name
        if once and name in self._seen:
            return path
        key = self._key(name)
        noted = path.with_name(path.name + KEY)
        if not (path.exists() and noted.exists() and noted.read_bytes() == key):
            _put(path, self.made[name].content())
            _put(noted, key)
        self._seen.add(name)
        return path

    def _key(self, name: str) -> bytes:
        digest = hashlib.sha256(self.versions.encode())
        for path in self.made[name].inputs():
            facts = path.stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
        return digest.hexdigest().encode()


def _put(path: Path, content: bytes) -> None:
    """Write whole or not at all, since other processes may make the same file; the same content keeps its time."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(path)
