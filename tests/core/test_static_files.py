"""Static files: the few of the npm packages that are served, and that a release can be collected."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import engines
from django.test import Client, override_settings

HASH = r"\.[0-9a-f]{12}(?=\.)"
MANIFEST = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}


def found(prefix: str) -> set[str]:
    return {
        path
        for finder in finders.get_finders()
        for path, storage in finder.list([])
        if getattr(storage, "prefix", "") == prefix
    }


def test_only_the_files_that_pages_ask_for_are_collected() -> None:
    assert found("kern") == set()
    assert found("pdfjs") == {"pdf.min.mjs", "pdf.worker.min.mjs"}
    assert len(found("fira-sans")) == 9
    assert found("dejavu-sans") == set()


@pytest.mark.slow
def test_a_release_can_be_collected_and_its_pages_find_everything(tmp_path: Path) -> None:
    with override_settings(STORAGES=MANIFEST, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        engines["django"].engine.template_loaders[0].reset()
        page = Client().get("/impressum/").content.decode()
    addresses = [part.split('"')[0] for part in page.split("/static/")[1:]]
    assert [re.sub(HASH, "", address) for address in addresses] == [
        "core/favicon.svg",
        "bundles/public.css",
        "bundles/portal.js",
    ]
    sheet = (tmp_path / addresses[1]).read_text()
    addresses += [f"bundles/{address}" for address in re.findall(r'url\("?(\.\./[^")]+)', sheet)]
    assert len(addresses) == 3 + 3 + 9, "the page's own, the small parts of fonts, the whole fonts"
    for address in addresses:
        assert (tmp_path / address).resolve().is_file(), address
        assert re.search(HASH, address), f"{address} carries no hash"
