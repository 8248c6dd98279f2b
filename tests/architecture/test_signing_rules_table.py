"""docs/signing-rules.md names a test for every rule, and each of them exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| (\d+) \|.*\| (.+) \|$", (ROOT / "docs/signing-rules.md").read_text("utf-8"), re.MULTILINE)
RULES = 24


def written_tests() -> set[str]:
    texts = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^ *def (test_\w+)", text, re.MULTILINE)}


def test_every_rule_has_its_row_and_its_own_test_first():
    assert [int(number) for number, _ in ROWS] == list(range(1, RULES + 1))
    for number, tests in ROWS:
        assert tests.startswith(f"`test_rule_{int(number):02d}_"), number


def test_every_test_in_the_table_exists():
    named = {name for _, tests in ROWS for name in re.findall(r"`(test_\w+)`", tests)}
    assert named <= written_tests(), named - written_tests()
