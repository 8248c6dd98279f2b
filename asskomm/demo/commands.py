"""The processes of the demo, in the order in which they start."""

import os
import sys
from dataclasses import dataclass

from asskomm.demo.leftovers import MARK
from asskomm.demo.places import Places
from asskomm.demo.ports import HOST
from asskomm.demo.processes import Child


@dataclass(frozen=True, slots=True)
class Commands:
    """Builds the processes of one demo, with its addresses in their environment."""

    places: Places
    port: int
    tsa_port: int
    database_url: str

    def preparation(self) -> Child:
        """Return what runs to its end before anything else starts; it speaks on our terminal."""
        command = (sys.executable, "-m", "asskomm.demo.prepare", str(self.places.accounts))
        return Child("Vorbereitung", command, self._environment())

    def timestamp_authority(self) -> Child:
        """Return the local timestamp authority."""
        return self._manage("Zeitstempeldienst", "timestamp_authority", "--port", str(self.tsa_port))

    def worker(self) -> Child:
        """Return the process that sends mails and does other short work."""
        return self._worker("Hintergrunddienst", "default")

    def long_worker(self) -> Child:
        """Return the process that takes over imports, which may keep it busy for minutes."""
        return self._worker("Importdienst", "long")

    def web(self) -> Child:
        """Return the application server."""
        bind = ("--bind", f"{HOST}:{self.port}")
        command = (sys.executable, "-m", "gunicorn", "-c", "python:asskomm.gunicorn_config", *bind)
        return Child("Anwendungsserver", command, self._environment(), self.places.logs / "web.log")

    def tick(self) -> Child:
        """Return the minute's work, which runs to its end each time."""
        return self._manage("Minutentakt", "tick")

    def _worker(self, label: str, queue: str) -> Child:
        command = (sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--queue-name", queue)
        return Child(label, command, self._environment(), self.places.logs / f"worker-{queue}.log")

    def _manage(self, label: str, name: str, *arguments: str) -> Child:
        command = (sys.executable, "manage.py", name, *arguments)
        return Child(label, command, self._environment(), self.places.logs / f"{name}.log")

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "asskomm.settings.dev",
            "PORT": str(self.port),
            "PORTAL_VAR": str(self.places.var),
            "PYTHONUNBUFFERED": "1",
            "TSA_URL": f"http://{HOST}:{self.tsa_port}",
            MARK: str(self.places.var),
        }
