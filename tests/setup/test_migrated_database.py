"""The migrated database that all workers copy: another one as soon as anything that it comes from is another."""

from pathlib import Path

import pytest

from tests.plugins import migrated_database

SOURCES = {
    "core/migrations/0001_initial.py": "from core.names import folded\n",
    "core/names.py": "import core.letters\n",
    "core/letters.py": "",
    "core/views.py": "",
    "asskomm/settings/base.py": "",
    "requirements/base.txt": "django==5.2",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in SOURCES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(migrated_database, "ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("changed", [name for name in SOURCES if name != "core/views.py"])
def test_a_change_of_what_it_comes_from_makes_another(root: Path, changed: str) -> None:
    before = migrated_database.fingerprint()
    (root / changed).write_text(SOURCES[changed] + "# another")
    assert migrated_database.fingerprint() != before


def test_a_migration_more_makes_another(root: Path) -> None:
    before = migrated_database.fingerprint()
    (root / "core/migrations/0002_more.py").write_text("")
    assert migrated_database.fingerprint() != before


def test_what_no_migration_reads_makes_no_other(root: Path) -> None:
    before = migrated_database.fingerprint()
    (root / "core/views.py").write_text("# another")
    assert migrated_database.fingerprint() == before
