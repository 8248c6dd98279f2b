"""Timestamps while the examples are loaded: one of them is signed, before the authority's own process runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings

from agreements.evidence.portal_keys import key_files
from core.signing.authority import TimestampAuthority, make_server
from core.signing.key_folder import TIMESTAMPS, read_current


@contextmanager
def served() -> Iterator[None]:
    """Answer at the address that the settings name until the block ends, unless a server is there already."""
    files = key_files()
    authority = TimestampAuthority(read_current(TIMESTAMPS, *files.named(TIMESTAMPS), files.folder))
    try:
        server = make_server(authority, urlsplit(settings.SIGNING["TSA_URL"]).port or 0)
    except OSError:  # the port is taken: the authority runs
        yield
        return
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
