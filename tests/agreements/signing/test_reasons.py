"""Each thing the check can find says in plain German what it is and what to do."""

import re

import pytest

from core.signing.reasons import Reason

HARD_WORDS = re.compile(r"Hash|SHA|Revision|inkrementell|DocMDP|PKI|Metadaten|Schriftform|qualifiziert", re.IGNORECASE)


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_has_its_own_plain_sentence_and_says_what_to_do(reason):
    assert reason.explanation.endswith(".")
    assert reason.advice.endswith(".")
    assert not HARD_WORDS.search(reason.explanation + reason.advice)
    assert "!" not in reason.explanation + reason.advice


def test_no_two_reasons_read_alike():
    assert len({reason.explanation for reason in Reason}) == len(Reason)
    assert len({reason.advice for reason in Reason}) == len(Reason)


def test_anyone_who_must_not_use_a_file_is_told_so():
    for reason in (Reason.ROLLED_BACK, Reason.APPENDED, Reason.OTHER_TEXT, Reason.UNKNOWN_CERTIFICATE):
        assert "Verwenden Sie die Datei nicht" in reason.advice
