"""Which files of the npm packages are served: a few, not the hundreds that the packages bring."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder


class PickingFinder(FileSystemFinder):
    """STATICFILES_DIRS, but of a prefix named in STATICFILES_PICKED only the files that match its patterns.

    Compressing and hashing every font and source map would take half a minute for files that nobody asks for.
    """

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        for path, storage in super().list(ignore_patterns):
            patterns = settings.STATICFILES_PICKED.get(storage.prefix or "")
            if patterns is None or any(fnmatch(path, pattern) for pattern in patterns):
                yield path, storage
