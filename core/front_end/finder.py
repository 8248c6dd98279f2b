"""Finds the files that are made of others, for the collection of a release and for pages in development alike."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from core.front_end.building import Builder
from core.front_end.bundles import builder

ListOfMessages = list[CheckMessage]  # within the class, ``list`` is a method


class MadeFilesFinder(BaseFinder):
    """Makes a file when it is asked for, so that no page ever shows what its sources no longer say."""

    @cached_property
    def builder(self) -> Builder:
        """What makes the files."""
        return builder()

    def check(self, **kwargs: Any) -> ListOfMessages:
        """Nothing can be wrong in the settings that making the files would not tell."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's own face
        """Return where the file is, or an empty list."""
        if path not in self.builder.made:
            return []
        made = str(self.builder.build(path, once=not settings.DEBUG))
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """Yield every made file with the storage it lies in."""
        storage = FileSystemStorage(location=self.builder.folder)
        for name in self.builder.made:
            self.builder.build(name, once=False)
            yield name, storage
