"""PostgreSQL refuses to run as root: started by root, the server gets a system user of its own."""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "pgserver"
TRAVERSE = stat.S_IXGRP | stat.S_IXOTH


@dataclass(frozen=True, slots=True)
class SystemUser:
    """The account that owns the data folder and runs the server."""

    uid: int
    gid: int


def server_account() -> SystemUser | None:
    """Return the account for the server, or None where we are an ordinary user and need none."""
    if os.geteuid() != 0:
        return None
    account = _find() or _create()
    return SystemUser(account.pw_uid, account.pw_gid)


def open_the_way(path: Path) -> None:
    """Let every user pass through (not list) the folders above ``path``, as far as they do not yet."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if mode & TRAVERSE != TRAVERSE:
            folder.chmod(mode | TRAVERSE)


def _find() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin", NAME]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    account = _find()  # another run may have created it at the same moment
    if account is None:
        raise RuntimeError(f"Das Systemkonto {NAME} ließ sich nicht anlegen: {result.stderr.strip()}")
    return account
