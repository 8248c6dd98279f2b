"""Style sheets are read and written again: nothing is lost but comments and what nobody names."""

import pytest

from core.front_end import style_sheets
from core.front_end.style_sheets import BrokenStyleSheet

KERN = """
@charset "UTF-8";
/* a comment */
:root { --kern-blue: oklch(1% 0 0); --kern-action: var(--kern-blue); --kern-red: red; --own: 1px }
*, body:has(.kern-dialog[open]) { box-sizing: border-box }
.kern-btn:hover , .kern-card > .kern-btn, .kern-card { color: var(--kern-action, #fff) !important }
[data-kern-theme=dark] { color: white }
:is(body, .kern-card) { margin: 0 }
@media (min-width: 48rem) { .kern-card { top: 0 } a:hover { top: 0 } }
@media print { .kern-card { top: 0 } }
@keyframes turn { from { top: 0 } to { top: 1px } }
@font-face { font-family: "A  B"; src: url("../a b.woff2") }
"""


def written(text: str) -> list[str]:
    return style_sheets.write(style_sheets.read(text)).splitlines()


def purged(*names: str) -> list[str]:
    return style_sheets.write(style_sheets.purge(style_sheets.read(KERN), names.__contains__)).splitlines()


def test_comments_and_blanks_go_and_all_else_stays():
    assert written(KERN) == [
        ":root{--kern-blue:oklch(1% 0 0);--kern-action:var(--kern-blue);--kern-red:red;--own:1px}",
        "*,body:has(.kern-dialog[open]){box-sizing:border-box}",
        ".kern-btn:hover,.kern-card > .kern-btn,.kern-card{color:var(--kern-action, #fff)!important}",
        "[data-kern-theme=dark]{color:white}",
        ":is(body, .kern-card){margin:0}",
        "@media (min-width: 48rem){.kern-card{top:0}a:hover{top:0}}",
        "@media print{.kern-card{top:0}}",
        "@keyframes turn{from{top:0}to{top:1px}}",
        '@font-face{font-family:"A  B";src:url("../a b.woff2")}',
    ]


def test_what_was_written_reads_the_same_again():
    once = "\n".join(written(KERN))
    assert written(once) == once.splitlines()


def test_a_rule_stays_only_for_the_selectors_whose_classes_are_named():
    assert purged("kern-btn") == [
        ":root{--kern-blue:oklch(1% 0 0);--kern-action:var(--kern-blue);--kern-red:red;--own:1px}",
        "*,body:has(.kern-dialog[open]){box-sizing:border-box}",
        ".kern-btn:hover{color:var(--kern-action, #fff)!important}",
        ":is(body, .kern-card){margin:0}",
        "@media (min-width: 48rem){a:hover{top:0}}",
        "@keyframes turn{from{top:0}to{top:1px}}",
        '@font-face{font-family:"A  B";src:url("../a b.woff2")}',
    ]


def test_a_selector_needs_all_its_classes_and_attributes():
    assert ".kern-card > .kern-btn" not in "".join(purged("kern-btn"))
    assert ".kern-card > .kern-btn" in "".join(purged("kern-btn", "kern-card"))
    assert "[data-kern-theme=dark]" in "".join(purged("data-kern-theme"))


def test_a_token_stays_if_a_rule_asks_for_it_or_for_one_made_of_it_or_if_it_is_named():
    rules = style_sheets.read(KERN)
    kept = style_sheets.write(style_sheets.shake(rules, lambda name: False)).splitlines()[0]
    assert kept == ":root{--kern-blue:oklch(1% 0 0);--kern-action:var(--kern-blue);--own:1px}"
    named = style_sheets.write(style_sheets.shake(rules, "--kern-red".__eq__)).splitlines()[0]
    assert "--kern-red:red" in named


def test_a_rule_whose_tokens_are_all_gone_goes():
    rules = style_sheets.read("@media print { :root { --kern-a: 1 } } p { top: 0 }")
    assert style_sheets.write(style_sheets.shake(rules, lambda name: False)) == "p{top:0}\n"


@pytest.mark.parametrize("text", ['@import "other.css";', "p { top }"])
def test_a_sheet_that_cannot_be_part_of_a_bundle_is_refused(text):
    with pytest.raises(BrokenStyleSheet, match=r"mine\.css"):
        style_sheets.read(text, "mine.css")
