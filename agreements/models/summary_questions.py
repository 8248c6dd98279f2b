"""The questions that the summary of an agreement answers, "Das Wichtigste"."""

from django.db import models

from agreements.models.agreement_states import AgreementKind

Kind = AgreementKind


class SummaryQuestion(models.TextChoices):
    """What a section of a template may answer in one plain sentence; the labels are those of an agreement."""

    SUBJECT = "subject", "Worum geht es?"
    LPR = "lpr", "Was leistet der Landespräventionsrat?"
    COMMUNE = "commune", "Was leistet Ihre Kommune?"
    COST = "cost", "Was kostet es?"
    TERM = "term", "Wie lange gilt sie?"
    END = "end", "Wie endet sie?"


_IN_OTHER_KINDS = {
    (Kind.AMENDMENT, SummaryQuestion.TERM): "Ab wann gilt die Änderung?",
    (Kind.AMENDMENT, SummaryQuestion.END): "Wie endet die Vereinbarung?",
    (Kind.TERMINATION, SummaryQuestion.TERM): "Wann endet die Vereinbarung?",
    (Kind.TERMINATION, SummaryQuestion.END): "Was geschieht danach?",
}


def questions_of(kind: str) -> dict[str, str]:
    """The questions in their order, each as an agreement of ``kind`` asks it."""
    return {
        question.value: _IN_OTHER_KINDS.get((Kind(kind), question), str(question.label)) for question in SummaryQuestion
    }
