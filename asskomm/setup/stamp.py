"""A stamp remembers which lock a folder was installed from."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """The file ``path`` holds the hash of everything the installation came from."""

    path: Path
    digest: str

    @classmethod
    def of(cls, folder: Path, *sources: Path, also: str = "") -> "Stamp":
        """Return the stamp of a ``folder`` that is up to date with the files and the text ``also``."""
        content = hashlib.sha256(also.encode())
        for source in sources:
            content.update(hashlib.sha256(source.read_bytes()).digest())
        return cls(folder / ".asskomm-setup", content.hexdigest())

    def matches(self) -> bool:
        """Tell whether the folder was installed from exactly these sources."""
        return self.path.exists() and self.path.read_text().strip() == self.digest

    def remove(self) -> None:
        """Forget the former installation: from now on, and until ``write``, the folder is unfinished."""
        self.path.unlink(missing_ok=True)

    def write(self) -> None:
        """Note that the folder is complete."""
        self.path.write_text(self.digest + "\n")
