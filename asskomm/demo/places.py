"""Where the demo keeps its things: below ``var``, or below the folder that PORTAL_VAR names."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DATA = ("postgres", "documents", "mail", "pki", "static", "log")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one demo."""

    var: Path

    @classmethod
    def from_environment(cls) -> "Places":
        """Return the places below PORTAL_VAR, or below ``var`` in the repository."""
        return cls(Path(os.environ.get("PORTAL_VAR") or REPOSITORY / "var").resolve())

    @property
    def postgres(self) -> Path:
        """Return the home of the embedded PostgreSQL."""
        return self.var / "postgres"

    @property
    def mail(self) -> Path:
        """Return the folder that mails land in."""
        return self.var / "mail"

    @property
    def logs(self) -> Path:
        """Return the folder with one log for each process."""
        return self.var / "log"

    @property
    def lock(self) -> Path:
        """Return the file that the running supervisor locks; it holds its process number and address."""
        return self.var / "run" / "supervisor.lock"

    @property
    def database_url(self) -> Path:
        """Return the file that tells `manage.py` in another terminal where the database is."""
        return self.var / "run" / "database-url"

    @property
    def accounts(self) -> Path:
        """Return the file with what `load_demo` said of its accounts."""
        return self.var / "run" / "accounts.txt"

    def make(self) -> None:
        """Create the folders."""
        for folder in (self.mail, self.logs, self.lock.parent):
            folder.mkdir(parents=True, exist_ok=True)

    def forget_everything(self) -> None:
        """Remove all that the demo wrote, but for the lock that we hold; nothing of it may be running."""
        for name in DATA:
            shutil.rmtree(self.var / name, ignore_errors=True)
        for note in (self.database_url, self.accounts):
            note.unlink(missing_ok=True)

    def set_logs_aside(self) -> None:
        """Begin new logs and keep those of the start before."""
        for log in self.logs.glob("*.log"):
            log.replace(log.with_name(f"{log.name}.1"))
