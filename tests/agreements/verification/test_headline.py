"""Every state of an agreement and every finding on a file has its verdict, its colour and its words."""

from datetime import date

import pytest

from agreements.verification.checks import COMING, CheckedFile, Word, checks_by_code, checks_by_file
from agreements.verification.headline import NO_SUCH_CODE, Tone, by_code, by_file
from agreements.verification.standing import SIGNED, Standing, State
from core.signing.reasons import Reason

SINCE, UNTIL = date(2026, 10, 12), date(2028, 12, 31)
HELD = Standing(State.IN_FORCE, SINCE, UNTIL)

# Of each state: what its code says, and what its genuine file says.
BY_STATE = [
    (
        HELD,
        "info",
        "Diese Vereinbarung gibt es. In Kraft seit 12. Oktober 2026",
        "Echt. In Kraft seit 12. Oktober 2026",
    ),
    (
        Standing(State.BEGINS_LATER, SINCE, UNTIL),
        "info",
        "Diese Vereinbarung gibt es. Gilt ab 12. Oktober 2026",
        "Echt. Gilt ab 12. Oktober 2026",
    ),
    (
        Standing(State.IN_FORCE, SINCE, amends="LPR-2026-0001"),
        "info",
        "Diese Vereinbarung gibt es. Gilt seit 12. Oktober 2026",
        "Echt. Gilt seit 12. Oktober 2026",
    ),
    (
        Standing(State.ENDED, SINCE, UNTIL),
        "warning",
        "Diese Vereinbarung gibt es, sie ist beendet. Letzter Tag war der 31. Dezember 2028",
        "Echt, aber beendet. Letzter Tag war der 31. Dezember 2028",
    ),
    (
        Standing(State.OVER, SINCE, UNTIL),
        "warning",
        "Diese Vereinbarung gibt es, sie ist beendet. Letzter Tag war der 31. Dezember 2028",
        "Echt, aber beendet. Letzter Tag war der 31. Dezember 2028",
    ),
    (
        Standing(State.NEVER_HELD, SINCE, UNTIL),
        "warning",
        "Diese Vereinbarung gibt es, sie ist beendet, bevor sie galt",
        "Echt, aber beendet, bevor sie galt",
    ),
    (Standing(State.REPLACED), "warning", "Durch eine neuere Fassung ersetzt", "Echt, aber nicht in Kraft"),
    (Standing(State.ISSUED), "warning", "Noch nicht unterzeichnet", "Echt, aber nicht in Kraft"),
    (
        Standing(State.COMMUNE_SIGNED),
        "warning",
        "Noch nicht in Kraft. Die Gegenzeichnung steht aus",
        "Echt, aber nicht in Kraft",
    ),
    (
        Standing(State.ON_PAPER, on_paper=True),
        "warning",
        "Noch nicht in Kraft. Sie wird auf Papier unterschrieben",
        "Echt, aber nicht in Kraft",
    ),
    (Standing(State.WITHDRAWN), "warning", "Nicht in Kraft. Sie wurde zurückgezogen", "Echt, aber nicht in Kraft"),
    (Standing(State.NOT_SIGNED), "warning", "Nicht in Kraft", "Echt, aber nicht in Kraft"),
]

BY_REASON = {
    Reason.UNSIGNED_ISSUED_VERSION: ("warning", "Nicht unterzeichnet"),
    Reason.NOT_YET_COMPLETE: ("warning", "Noch nicht in Kraft. Die Gegenzeichnung steht aus"),
    Reason.ROLLED_BACK: ("danger", "Nicht echt. Die Gegenzeichnung fehlt"),
    Reason.APPENDED: ("danger", "Verändert"),
    Reason.CHANGED_BYTES: ("danger", "Verändert"),
    Reason.MODIFIED: ("danger", "Verändert"),
    Reason.OTHER_LOOK: ("danger", "Verändert"),
    Reason.UNSIGNED: ("danger", "Nicht unterzeichnet"),
    Reason.OTHER_TEXT: ("danger", "Nicht echt"),
    Reason.UNKNOWN_CERTIFICATE: ("danger", "Nicht echt"),
    Reason.UNKNOWN_DOCUMENT: ("warning", "Nicht entscheidbar"),
    Reason.NOT_PDF: ("warning", "Nicht entscheidbar"),
    Reason.ENCRYPTED: ("warning", "Nicht entscheidbar"),
    Reason.TOO_LARGE: ("warning", "Nicht entscheidbar"),
    Reason.UNREADABLE: ("warning", "Nicht entscheidbar"),
    Reason.TOO_SLOW: ("warning", "Nicht entscheidbar"),
}


def test_the_tables_leave_nothing_out():
    assert {standing.state for standing, *_ in BY_STATE} == set(State)
    assert set(BY_REASON) | {Reason.GENUINE, Reason.EVIDENCE} == set(Reason)


@pytest.mark.parametrize(("standing", "tone", "by_its_code", "by_its_file"), BY_STATE)
def test_each_state_has_its_verdict(standing, tone, by_its_code, by_its_file):
    code, file = by_code(standing, "Vereinbarung"), by_file(Reason.GENUINE, standing)
    assert (code.tone, code.title) == (tone, by_its_code)
    assert "zeigt nur die Prüfung der Datei" in code.sentence, "a code proves no file"
    assert (file.tone, file.title) == ("success" if tone == "info" else "warning", by_its_file)
    sheet = by_file(Reason.EVIDENCE, standing)
    assert sheet.title == by_its_file.replace("Echt", "Echter Nachweis", 1)
    assert sheet.tone == file.tone


@pytest.mark.parametrize(("reason", "said"), BY_REASON.items())
def test_each_finding_has_its_verdict_whatever_holds(reason, said):
    for standing in (None, *(each for each, *_ in BY_STATE)):
        verdict = by_file(reason, standing)
        assert (verdict.tone, verdict.title) == said
        assert verdict.sentence == reason.explanation


def test_green_is_only_what_is_genuine_holds_and_was_validated():
    green = [
        (reason, standing.state)
        for reason in Reason
        for standing, *_ in BY_STATE
        if by_file(reason, standing).tone is Tone.GENUINE
    ]
    assert {reason for reason, _ in green} == {Reason.GENUINE, Reason.EVIDENCE}
    assert {state for _, state in green} == {State.IN_FORCE, State.BEGINS_LATER}
    assert by_file(Reason.GENUINE, HELD, validated=False).title == "Nicht entscheidbar"
    assert by_file(Reason.GENUINE, HELD, wrong_code="Falscher Code.").tone is Tone.UNDECIDED
    assert not [standing for standing, *_ in BY_STATE if by_code(standing, "Vereinbarung").tone is Tone.GENUINE]
    assert NO_SUCH_CODE.tone is Tone.UNDECIDED


@pytest.mark.parametrize("standing", [standing for standing, *_ in BY_STATE])
def test_the_list_of_checks_says_the_same(standing):
    by_its_code = {check.label: check.word for check in checks_by_code(standing)}
    assert by_its_code["Datei unverändert"] is Word.NOT_CHECKED
    assert (by_its_code["Von beiden Seiten unterzeichnet"] is Word.PASSED) == (standing.state in SIGNED)
    assert (by_its_code["In Kraft"] is Word.PASSED) == (standing.state is State.IN_FORCE)
    assert (by_its_code["In Kraft"] is Word.NOT_YET) == (standing.state in COMING)
    genuine = checks_by_file(CheckedFile(Reason.GENUINE, validated=True, stamped="12.10.2026, 14:31"), standing)
    assert {check.word for check in genuine if check.label != "In Kraft"} == {Word.PASSED}
    doubtful = {check.label: check.word for check in checks_by_file(CheckedFile(Reason.GENUINE), standing)}
    assert doubtful["Beide Unterschriften gültig"] is Word.FAILED


@pytest.mark.parametrize("reason", BY_REASON)
def test_of_a_file_that_is_about_nothing_here_nothing_is_claimed(reason):
    assert {check.word for check in checks_by_file(CheckedFile(reason), None)} == {Word.NOT_CHECKED}


@pytest.mark.parametrize("reason", BY_REASON)
def test_no_list_of_a_file_that_is_not_genuine_passes_its_signatures(reason):
    checks = {check.label: check for check in checks_by_file(CheckedFile(reason), HELD)}
    assert checks["Datei unverändert"].word in Word
    passed = [label for label, check in checks.items() if check.word is Word.PASSED]
    allowed = {"In Kraft", "Datei unverändert"} if reason is Reason.UNSIGNED_ISSUED_VERSION else {"In Kraft"}
    assert set(passed) <= allowed


def test_a_typed_code_is_a_check_of_its_own():
    for anothers, word in ((False, Word.PASSED), (True, Word.FAILED)):
        file = CheckedFile(Reason.GENUINE, validated=True, code_typed=True, code_is_anothers=anothers)
        assert [c.word for c in checks_by_file(file, HELD) if c.label == "Prüfcode gehört zur Datei"] == [word]
