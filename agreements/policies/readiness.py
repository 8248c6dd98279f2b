"""What the commune's side of a draft lacks before it goes out: who signs with what, and what the council resolved."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from agreements.policies.edition_content import content_of, faults
from communes.models import Commune, OfficeHolder
from core import dates
from core.mail_addresses import unsendable
from core.signing.issuer_files import issuer_files

if TYPE_CHECKING:
    from agreements.models import CouncilResolution, PreAgreement


def missing_signatory(agreement: "PreAgreement") -> list[str]:
    """Somebody in office today with an address; a deputy in the fixed order and with a reason (domain rules 11, 12)."""
    today = timezone.localdate()
    signatory = agreement.signatory_on(today)
    if signatory is None and agreement.deputy is None:
        return ["Für die Kommune ist niemand im Amt erfasst, der unterzeichnen darf. Bitte Amtsperson erfassen."]
    if signatory is None:
        return [f"{agreement.deputy} ist heute nicht im Amt. Bitte neu auswählen, wer unterzeichnet."]
    missing = []
    if not signatory.email and agreement.template_version.template.signature_level != "paper":
        missing.append(f"Für {signatory} fehlt die E-Mail-Adresse. Bitte in der Akte der Kommune ergänzen.")
    elif signatory.email and (problem := unsendable(signatory.email)):
        missing.append(f"An die E-Mail-Adresse von {signatory} kann nichts gesendet werden. {problem}")
    if agreement.deputy is not None and not agreement.deputy_order_reason:
        first = deputies_before(agreement.deputy, today)
        missing += (
            [f"Zuerst vertritt {first[0]}. Bitte angeben, warum auch diese Person verhindert ist."] if first else []
        )
    return missing


def missing_issuer(agreement: "PreAgreement") -> list[str]:
    """A qualified signature needs an issuer whom the operator trusts: without one the portal takes no file back."""
    qualified = agreement.template_version.template.signature_level == "qualified"
    if not qualified or issuer_files(settings.QUALIFIED_TRUST_DIR):
        return []
    missing = "Für qualifizierte Signaturen ist im Portal noch kein Aussteller hinterlegt."
    advice = "Bitte bitten Sie die Administration, die Zertifikate der Aussteller zu hinterlegen"
    return [f"{missing} {advice}, oder wählen Sie unter „Entwurf bearbeiten“ eine andere Vorlage."]


def missing_wording(agreement: "PreAgreement") -> list[str]:
    """A text that would be printed with a placeholder nobody replaces: from before editions were judged. One query."""
    version = agreement.template_version
    found = faults(content_of(version), version.template.kind)
    if not found:
        return []
    wrong = f"Die Vorlage „{version}“ ist fehlerhaft. {' '.join(found)}"
    advice = "Bitte bitten Sie die Administration um eine neue Ausgabe"
    return [f"{wrong} {advice} und wählen Sie diese dann unter „Entwurf bearbeiten“."]


def deputies_on(commune: Commune, day: date) -> list[OfficeHolder]:
    """The deputies of ``commune`` on ``day``, in their fixed order."""
    return list(commune.office_holders.on(day).filter(office="deputy").order_by("deputy_rank", "pk"))


def deputies_before(deputy: OfficeHolder, day: date) -> list[OfficeHolder]:
    """Who would have to stand in before ``deputy`` on ``day``."""
    rank = deputy.deputy_rank or 0
    return [other for other in deputies_on(deputy.commune, day) if (other.deputy_rank or 0) < rank]


def missing_resolution(agreement: "PreAgreement") -> list[str]:
    """What the resolution lacks (domain rule 13): demanded and not passed, incomplete, or about an older text."""
    required = agreement.template_version.template.council_resolution_required
    row = agreement.council_resolution
    if row.state != "passed":
        return [_not_passed(row)] if required else []
    if not (row.passed_on and row.number):
        return ["Ratsbeschluss mit Datum und Nummer angeben"]
    lacks_file = required and row.file_id is None
    missing = ["Den Ratsbeschluss als Datei hochladen"] if lacks_file else []
    outdated = outdated_resolution(agreement)
    return [*missing, outdated] if outdated else missing


def open_questions(agreement: "PreAgreement") -> list[str]:
    """What somebody should settle before the draft goes out, though it may: the text is silent about it until then."""
    required = agreement.template_version.template.council_resolution_required
    if agreement.council_resolution.state != "undecided" or required:
        return []
    return [
        (
            "Klären, ob die Vertretung der Kommune beschließen muss, und unter „Ratsbeschluss“ angeben. Der Versand "
            "ist auch ohne diese Angabe möglich; der Text sagt dann nichts dazu."
        )
    ]


def outdated_resolution(agreement: "PreAgreement") -> str:
    """That the draft was changed after what the council saw; empty when it was not, or when that was confirmed."""
    changed, row = agreement.text_changed_at, agreement.council_resolution
    if row.state != "passed" or (row.confirmed_at is not None and row.confirmed_at >= changed):
        return ""
    seen = _changed_since(agreement)
    if not seen:
        return ""
    return (
        f"Der Beschluss betrifft {seen}; der Entwurf wurde danach geändert (zuletzt am "
        f"{dates.day(timezone.localdate(changed))}). Bitte bestätigen, dass er auch dafür gilt, oder einen neuen "
        "Beschluss erfassen."
    )


def _changed_since(agreement: "PreAgreement") -> str:
    """What the council saw, in words, if the draft changed after it."""
    row = agreement.council_resolution
    if row.version is not None:
        version = agreement.versions.filter(number=row.version).first()
        if version is not None and version.issued_at < agreement.text_changed_at:
            return f"Fassung {version.number} vom {dates.day(timezone.localdate(version.issued_at))}"
    if row.draft_on is not None and row.draft_on < timezone.localdate(agreement.text_changed_at):
        return f"den Entwurf vom {dates.day(row.draft_on)}"
    return ""


def _not_passed(row: "CouncilResolution") -> str:
    demand = "Die Vorlage verlangt einen gefassten Ratsbeschluss"
    expected = row.expected_on
    if row.state != "pending" or expected is None:
        return f"{demand}. Bitte nach dem Beschluss erfassen."
    when = "wird für den" if expected >= timezone.localdate() else "war für den"
    return f"{demand}; er {when} {dates.day(expected)} erwartet. Bitte danach mit Datum, Nummer und Datei erfassen."
