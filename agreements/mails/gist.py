"""What a version is about, in the few lines of the mail that asks to sign it."""

from dataclasses import dataclass

from agreements.models import DocumentVersion, PreAgreement
from agreements.models.agreement_states import AgreementKind
from agreements.models.agreement_text import AgreementText
from agreements.text.version_changes import Change, term_text
from agreements.text.versions import changes_for_signatory
from core import dates

Route = PreAgreement.Route

TAKES = {
    Route.ONLINE: "etwa fünf Minuten",
    Route.QUALIFIED: "etwa fünf Minuten zum Lesen, dazu Ihr Signaturdienst",
    Route.PRINTED: "etwa fünf Minuten zum Lesen, dazu ein Drucker",
}


@dataclass(frozen=True, slots=True)
class Gist:
    """``facts`` are labels and values. ``former``: the version that the commune had before, if this one differs.

    ``changed`` names what differs.
    """

    facts: list[tuple[str, str]]
    takes: str
    former: DocumentVersion | None
    changed: list[str]


def gist_of(version: DocumentVersion) -> Gist:
    """The gist of a version that was issued."""
    text = AgreementText.from_dict(version.content)
    changed = named(changes_for_signatory(version))
    former = version.agreement.versions.filter(number__lt=version.number).order_by("-number").first()
    return Gist(
        facts=[(label, value) for label, value in _facts(text) if value],
        takes=TAKES[Route(version.agreement.route)],
        former=former if changed else None,
        changed=changed,
    )


def named(changes: list[Change]) -> list[str]:
    """What each change is about, each once: a section is left out where the fact that it states is named."""
    facts = [change.label for change in changes if not change.long]
    sections = [change.label for change in changes if change.long]
    return [*facts, *(label for label in sections if not label.endswith(tuple(f" {fact}" for fact in facts)))]


def _facts(text: AgreementText) -> list[tuple[str, str]]:
    if text.kind == AgreementKind.TERMINATION:
        last_day = f" zum {dates.day(text.last_day)}" if text.last_day else ""
        return [("Beendet", f"{text.amends}{last_day}")]
    return [("Ändert", text.amends), ("Themen", ", ".join(text.topics)), ("Laufzeit", term_text(text))]
