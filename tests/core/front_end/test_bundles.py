"""The bundles hold what pages need: every look of KERN's that the portal can show, every letter, every script."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from fontTools.ttLib import TTFont

from core.front_end import letters, style_sheets
from core.front_end.bundles import StyleSheets, builder, part_name
from core.front_end.named import Names
from core.front_end.style_sheets import Rule

SHEETS = [name for name in settings.STATICFILES_BUNDLES if name.endswith(".css")]
KERN_CLASS = r"(?<![\w-])kern-[\w-]+"
EXPECTED_FORMS = Path(__file__).parents[1] / "crispy_kern" / "expected"


def looks(rules: tuple[Rule, ...], head: str = "") -> Iterator[tuple[str, str]]:
    """Each selector with what it stands in."""
    for rule in rules:
        inner = tuple(part for part in rule.body or () if isinstance(part, Rule))
        yield from ((head, selector) for selector in rule.selectors)
        if not rule.head.startswith("@keyframes"):
            yield from looks(inner, rule.head)


def classes(selector: str) -> set[str]:
    return set(re.findall(r"\.(kern-[\w-]+)", re.sub(r":not\([^)]*\)", "", selector)))


@pytest.fixture(scope="module")
def kern() -> tuple[Rule, ...]:
    return style_sheets.read((settings.NODE_MODULES / "@kern-ux/native/dist/kern.min.css").read_text())


@pytest.fixture(scope="module")
def sheets() -> dict[str, str]:
    return {name: Path(finders.find(name) or "").read_text() for name in SHEETS}


def written_classes() -> set[str]:
    """KERN's classes as they stand in templates, in code, and in the forms that the pack's tests expect."""
    rooms = [folder for folder in settings.STATICFILES_NAMED_IN if folder.name != "static"]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in {".html", ".py", ".js"}]
    expected = list(EXPECTED_FORMS.rglob("*.html"))
    assert len(expected) > 20
    found = chain.from_iterable(re.findall(KERN_CLASS, path.read_text()) for path in [*files, *expected])
    return {name for name in found if not name.endswith(("-", "_"))}


@pytest.mark.parametrize("name", SHEETS)
def test_no_look_of_a_class_that_the_portal_writes_is_missing(kern, sheets, name):
    written = written_classes()
    assert {"kern-btn--primary", "kern-form-check__radio", "kern-icon--account-circle"} <= written
    wanted = {look for look in looks(kern) if classes(look[1]) <= written and "data-kern" not in look[1]}
    assert len(wanted) > 200
    missing = wanted - set(looks(style_sheets.read(sheets[name])))
    assert missing == set()


@pytest.mark.parametrize(
    ("family", "variants"),
    [("kern-alert--", "info success warning danger"), ("kern-icon--", "info success warning danger"),
     ("kern-badge--", "info success warning danger"), ("kern-btn--", "primary secondary tertiary"),
     ("kern-form-check__", "radio checkbox")],
)  # fmt: skip
def test_looks_whose_names_a_template_puts_together_are_there(sheets, family, variants):
    for name, sheet in sheets.items():
        for variant in variants.split():
            assert f".{family}{variant}" in sheet, name


@pytest.mark.parametrize("name", SHEETS)
def test_what_the_portal_does_not_have_is_not_sent(sheets, name):
    for absent in ("kern-kopfzeile", "kern-accordion", "kern-table", "kern-icon--sign-language", ".kern-col"):
        assert absent not in sheets[name]


@pytest.mark.parametrize("name", SHEETS)
def test_every_token_that_a_rule_asks_for_has_its_value(kern, sheets, name):
    """Also of the sheets that a page adds, and of what templates draw."""
    of_kern = {d.name for d in style_sheets._declarations(kern) if d.name.startswith("--kern-")}
    own = [path.read_text() for folder in settings.STATICFILES_NAMED_IN for path in folder.rglob("*.css")]
    asked = set(re.findall(r"var\((--kern-[\w-]+)", "".join([sheets[name], *own])))
    assert len(asked) > 80
    given = set(re.findall(r"(--kern-[\w-]+):", sheets[name]))
    assert (asked & of_kern) - given == set()


def test_the_same_sources_make_the_same_files():
    for made in builder().made.values():
        assert made.content() == made.content()


def test_every_page_of_an_audience_has_its_parts_in_order(sheets):
    for name, parts in settings.STATICFILES_BUNDLES.items():
        if name in sheets:
            marks = [sheets[name].index(mark) for part, mark in MARKS.items() if part in parts]
            assert marks == sorted(marks), name
            assert len(marks) >= 6, name


MARKS = {
    "purged/kern.css": ".kern-btn{",
    "core/brand.css": "--brand-mark:",
    "core/portal.css": ".skip-link{",
    "crispy_kern/crispy_kern.css": ".crispy-form{",
    "core/components.css": ".breadcrumb{",
    "letters.css": "../letters/",
    "core/fallback.css": 'font-family:"Fira Sans Fallback"',
    "core/print.css": "@media print{@page{",
}


def test_an_address_that_would_lead_elsewhere_from_the_bundle_is_refused(tmp_path, monkeypatch):
    (tmp_path / "mine.css").write_text("p { background: url(picture.svg) }")
    monkeypatch.setattr("core.front_end.bundles.found", lambda name: tmp_path / name)
    with pytest.raises(style_sheets.BrokenStyleSheet, match=r"picture\.svg"):
        StyleSheets(["mine.css"]).content()


def test_scripts_stand_in_the_order_of_the_settings():
    script = Path(finders.find("bundles/portal.js") or "").read_text()
    parts = [Path(finders.find(part) or "").read_text() for part in settings.STATICFILES_BUNDLES["bundles/portal.js"]]
    assert script == "\n".join(parts)


@pytest.mark.parametrize("weight", settings.STATICFILES_LETTERS)
def test_the_small_part_of_a_font_has_the_letters_that_its_face_promises(sheets, weight):
    whole = settings.STATICFILES_LETTERS[weight]
    part = Path(finders.find(part_name(whole)) or "").read_bytes()
    with TTFont(BytesIO(part)) as font:
        assert set(font.getBestCmap()) == letters.LETTERS
        assert {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord} == {"kern"}
        assert {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord} >= {"tnum", "pnum"}
    assert f"../{part_name(whole)}" in sheets["bundles/signing.css"]
    assert letters.unicode_range(letters.LETTERS) in sheets["bundles/signing.css"]


def test_ranges_of_letters_as_css_writes_them():
    assert letters.unicode_range([0x41, 0x42, 0x43, 0x20AC]) == "U+41-43, U+20AC"


def test_the_small_faces_come_last_so_that_a_browser_asks_them_first(sheets):
    sheet = sheets["bundles/signing.css"]
    assert sheet.rindex("../fira-sans/") < sheet.index("../letters/")
    assert "../letters/" not in sheets["bundles/desk.css"]


def test_a_file_is_made_again_when_something_it_is_made_of_changes_and_only_then(tmp_path, monkeypatch, settings):
    (tmp_path / "a.js").write_text("a;")
    monkeypatch.setattr("core.front_end.bundles.found", lambda name: tmp_path / name)
    settings.STATICFILES_BUNDLES = {"bundles/x.js": ["a.js"]}
    settings.STATICFILES_LETTERS = {}
    settings.BUILT_FILES = tmp_path / "built"
    made = builder().build("bundles/x.js", once=True)
    before = made.stat().st_mtime_ns
    assert builder().build("bundles/x.js", once=True).stat().st_mtime_ns == before
    same = builder()
    same.build("bundles/x.js", once=True)
    (tmp_path / "a.js").write_text("a; b;")
    assert same.build("bundles/x.js", once=True).read_text() == "a;", "a running process looks once"
    assert same.build("bundles/x.js", once=False).read_text() == "a; b;"


def test_a_name_put_together_of_two_words_is_known(tmp_path):
    (tmp_path / "a.html").write_text(
        '<i class="kern-icon--{{ tone }}"></i>{# danger #}<b class="kern-input"><u class="input--error">'
    )
    names = Names([tmp_path])
    assert "kern-icon--danger" in names
    assert "kern-input__input--error" in names
    assert "kern-icon--download" not in names
    assert "--danger" not in names, "a token is no class"


def test_templates_name_no_part_of_a_bundle():
    """It would come twice."""
    parts = {part for parts in settings.STATICFILES_BUNDLES.values() for part in parts}
    folders = [Path(folder) for folder in engines["django"].engine.dirs]
    text = "".join(path.read_text() for folder in folders for path in folder.rglob("*.html"))
    assert [part for part in sorted(parts) if part in text] == []
