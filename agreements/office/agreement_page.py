"""What the page of one agreement shows: its state, who signs, what is missing, what can be done."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from agreements.ceremony import reminders
from agreements.countersigning.compared_with_last import compared_with_last
from agreements.drafting.commune_side_page import commune_side
from agreements.mails.overview import undelivered
from agreements.models import ChangeNotice, DocumentVersion, Invitation, PaperScan, PreAgreement, Signature
from agreements.models.terms import terms_today
from agreements.notices.page import NoticeRow, contact_lines, notice_rows, told_since
from agreements.office.amendment_chain import chain
from agreements.office.code_step import code_step
from agreements.office.in_force_steps import steps_in_force
from agreements.policies.amending import can_reopen
from agreements.policies.drafts import can_discard, can_issue, missing_for_issue
from agreements.policies.handling import can_change
from agreements.policies.paper import can_confirm_scan
from agreements.policies.readiness import open_questions
from agreements.policies.signatory_changes import changes_shown
from agreements.policies.signing import can_countersign, can_pause_reminders
from agreements.text.amendment_text import changed_terms
from agreements.text.legal_meaning import legal_meaning
from agreements.text.state_words import state_text, steps
from agreements.text.versions import version_rows
from communes.models import OfficeHolder
from communes.responsibility import today_in_words
from core import dates
from core.actions import Action
from core.actors import Actor
from core.mail_addresses import shown_address
from core.models import JournalEntry
from core.policies import Decision
from core.timeline import timeline
from staff.actors import StaffActor

Status = PreAgreement.Status
NOT_SIGNED_BY_BOTH = {Status.DRAFT, Status.ISSUED, Status.SCANNED, Status.COMMUNE_SIGNED}


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    """One side in the table of signatories."""

    side: str
    person: str
    state: str
    at: datetime | None
    can_resend: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to do: a link (GET) or a form (POST); not allowed, it shows why."""

    label: str
    url_name: str
    method: str
    decision: Decision
    primary: bool = True


def agreement_page(agreement: PreAgreement, actor: StaffActor) -> dict[str, Any]:
    """The context of ``agreements/show.html``; a constant number of queries."""
    prefetch_related_objects([agreement], "amendments")
    version = agreement.current_version
    responsible = agreement.commune.responsible_on(timezone.localdate())
    is_draft = agreement.status == Status.DRAFT
    notices = notice_rows(agreement)
    return {
        "agreement": agreement,
        "since": state_text(agreement),
        "steps": steps(agreement, sent=version is not None),
        "version": version,
        "signatories": _signatories(agreement, version),
        "missing": missing_for_issue(agreement) + open_questions(agreement) if is_draft else [],
        "buttons": _buttons(agreement, actor),
        "facts": _facts(agreement),
        "entries": timeline(_entries(agreement, notices)),
        "responsible": responsible,
        "acts_today": today_in_words(responsible) if responsible else "",
        "acting_for": actor.acting_for,
        "undelivered": undelivered(PreAgreement.objects.filter(pk=agreement.pk)),
        "may_correct": can_change(actor, agreement).allowed,
        "more_steps": _more_steps(agreement, actor, version),
        "versions": version_rows(agreement),
        "chain": chain(agreement),
        "changed": changed_terms(agreement),
        "notices": notices,
        "reminders": _reminders(agreement, actor, version),
        "code_step": code_step(agreement, actor),
        "scans": list(version.scans.select_related("file", "uploaded_by", "decided_by")) if version else [],
        "questions": agreement.questions.select_related("answered_by"),
        "wish": _wish(agreement, version),
        "commune_side": commune_side(agreement, actor),
        "signatory_changes": _signatory_changes(agreement),
    }


def _entries(agreement: PreAgreement, notices: list[NoticeRow]) -> QuerySet[JournalEntry]:
    """About the agreement and what the commune told of it."""
    told = {str(row.notice.pk) for row in notices}
    about = Q(subject_type=agreement._meta.label_lower, subject_id=str(agreement.pk))
    about |= Q(subject_type=ChangeNotice._meta.label_lower, subject_id__in=told)
    return JournalEntry.objects.filter(about, key=agreement.journal_key)


def _signatory_changes(agreement: PreAgreement) -> list[object]:
    """What changed about who signs for the commune and the way there, until both sides have signed."""
    if agreement.status not in NOT_SIGNED_BY_BOTH:
        return []
    return [*changes_shown(agreement), *compared_with_last(agreement)]


def _buttons(agreement: PreAgreement, actor: Actor) -> list[Button]:
    change = can_change(actor, agreement)
    match agreement.status:
        case Status.DRAFT:
            return [
                Button("Zur Unterschrift senden", "agreement-issue", "post", can_issue(actor, agreement)),
                Button("Entwurf bearbeiten", "agreement-edit", "get", change, primary=False),
            ]
        case Status.ISSUED:
            printed = agreement.route == PreAgreement.Route.PRINTED
            return [
                *([Button("Scan hochladen", "agreement-scan-upload", "get", change)] if printed else []),
                Button("Zurückziehen", "agreement-withdraw", "get", change, primary=False),
            ]
        case Status.SCANNED:
            return [Button("Scan prüfen", "agreement-scan-check", "get", can_confirm_scan(actor, agreement))]
        case Status.COMMUNE_SIGNED:
            countersign = can_countersign(actor, agreement)
            return [
                Button("Gegenzeichnen", "agreement-countersign", "get", countersign),
                Button("Zurückziehen", "agreement-withdraw", "get", change, primary=False),
            ]
        case Status.DECLINED | Status.WITHDRAWN | Status.EXPIRED:
            return [Button("Entwurf wieder öffnen", "agreement-reopen", "post", can_reopen(actor, agreement))]
    return []


def _more_steps(agreement: PreAgreement, actor: Actor, version: DocumentVersion | None) -> list[Action]:
    """What is rarely done; it stands in a quiet row below the head."""
    found = []
    if version is not None:
        found.append(Action("E-Mails ansehen", reverse("agreement-mails", args=[agreement.reference])))
    if can_discard(actor, agreement):
        found.append(Action("Entwurf verwerfen", reverse("agreement-discard", args=[agreement.reference])))
    return found + steps_in_force(agreement, actor)


def _wish(agreement: PreAgreement, version: DocumentVersion | None) -> str:
    """What the commune wants to be changed in the draft, as long as no new version was sent."""
    if agreement.status != Status.DRAFT or version is None:
        return ""
    newest = version.invitations.order_by("-pk").first()
    if newest is None or newest.state != Invitation.State.CHANGE:
        return ""
    wishes = JournalEntry.objects.filter(
        key=agreement.journal_key, kind="preagreement.request_change", subject_id=str(agreement.pk)
    )
    entry = wishes.select_related("free_text").order_by("-seq").first()
    return entry.free_text.text if entry is not None and hasattr(entry, "free_text") else ""


def _facts(agreement: PreAgreement) -> list[tuple[str, str]]:
    if agreement.kind == PreAgreement.Kind.TERMINATION:
        return [*_in_force(agreement), *_way(agreement)]
    terms = terms_today(agreement)
    topics = ", ".join(topic.name for topic in terms.topics.all()) + told_since(terms.topics_notice)
    facts = [*_in_force(agreement), ("Themen", topics), ("Laufzeit", _term(terms.row))]
    if terms.row != agreement:
        facts.append(("So geändert durch", terms.row.reference))
    # Of an old paper often nothing is known.
    if terms.row.route != PreAgreement.Route.PAPER or any(terms.contact):
        facts.append(("Ansprechperson", contact_lines(terms) + told_since(terms.contact_notice)))
    return [*facts, *_way(agreement)]


def _way(agreement: PreAgreement) -> list[tuple[str, str]]:
    way = f"{agreement.get_route_display()}. {legal_meaning(agreement)}"
    return [("Unterzeichnung", way), ("Vorlage", str(agreement.template_version))]


@dataclass(frozen=True, slots=True)
class RemindersRow:
    """The next reminder, if there will be one, and whether the reader may pause them."""

    next_day: date | None
    paused: bool
    may_pause: bool


def _reminders(agreement: PreAgreement, actor: Actor, version: DocumentVersion | None) -> RemindersRow | None:
    if agreement.status != Status.ISSUED or version is None:
        return None
    invitation = version.invitations.filter(state=Invitation.State.OPEN).first()
    if invitation is None:
        return None
    return RemindersRow(
        reminders.next_day(invitation, timezone.localdate()),
        agreement.reminders_paused,
        can_pause_reminders(actor, agreement).allowed,
    )


def _in_force(agreement: PreAgreement) -> list[tuple[str, str]]:
    if agreement.in_force_on is None or agreement.signed_on is None:
        return []
    signed, first = (dates.day(day) for day in (agreement.signed_on, agreement.in_force_on))
    held = "Gilt ab" if agreement.begins_on else "In Kraft seit"
    facts = [("Sollte gelten ab" if agreement.never_held else held, first)]
    if signed != first:
        facts.insert(0, ("Von beiden Seiten unterzeichnet am", signed))
    agreed = agreement.agreed_last_day or agreement.last_day
    if agreement.ended_on is None and agreed is not None:
        facts.append(("Aufgehoben zum", dates.day(agreed)))
    if agreement.ended_on is not None:
        facts.append(("Letzter Tag", dates.day(agreement.ended_on)))
    return facts


def _term(agreement: PreAgreement) -> str:
    if agreement.term_from is None:
        return f"bis {dates.day(agreement.term_until)}" if agreement.term_until else ""
    start = dates.day(agreement.term_from)
    if agreement.term_until is None:
        return f"ab {start}, unbefristet"
    return f"{start} bis {dates.day(agreement.term_until)}"


def _signatories(agreement: PreAgreement, version: DocumentVersion | None) -> list[SignatoryRow]:
    if agreement.route == PreAgreement.Route.PAPER and agreement.original and agreement.signed_on:
        done = f"auf Papier unterzeichnet am {dates.day(agreement.signed_on)}"
        return [
            SignatoryRow("Kommune", agreement.original.commune_signatory, done, None),
            SignatoryRow("Landespräventionsrat", agreement.original.lpr_signatory, done, None),
        ]
    if agreement.status == Status.SCANNED and version is not None:
        return _rows_of_scan(version)
    signatures = {s.party: s for s in version.signatures.all()} if version else {}
    return [_commune_row(agreement, version, signatures), _lpr_row(agreement, signatures)]


def _rows_of_scan(version: DocumentVersion) -> list[SignatoryRow]:
    """Who is said to have signed by hand; nobody has compared the scan yet."""
    scan = version.scans.select_related("commune_signatory__commune", "lpr_signatory").get(
        state=PaperScan.State.WAITING
    )
    for_lpr = f"i. V. {scan.lpr_signatory}" if scan.lpr_on_behalf_reason else str(scan.lpr_signatory)
    said = "laut Scan unterschrieben am {}, noch nicht bestätigt"
    return [
        SignatoryRow("Kommune", scan.signed_for_commune, said.format(dates.day(scan.commune_signed_on)), None),
        SignatoryRow("Landespräventionsrat", for_lpr, said.format(dates.day(scan.lpr_signed_on)), None),
    ]


def _commune_row(
    agreement: PreAgreement, version: DocumentVersion | None, signatures: dict[str, Signature]
) -> SignatoryRow:
    signed = signatures.get(Signature.Party.COMMUNE)
    if signed is not None:
        return _signed_row("Kommune", signed, "unterzeichnet")
    invitation = None
    if version is not None:
        invitation = version.invitations.select_related("office_holder__commune", "version").order_by("-pk").first()
    if invitation is None:
        signatory = agreement.signatory_on(timezone.localdate())
        person = _in_office(agreement, signatory) if signatory else "niemand im Amt erfasst"
        to_be_posted = version is not None and agreement.route == PreAgreement.Route.PRINTED
        state = "ohne E-Mail-Adresse: bitte per Post senden" if to_be_posted else "noch nicht eingeladen"
        if agreement.status == Status.DRAFT and signatory is not None and signatory.email:
            state = f"{state}; E-Mail geht an {shown_address(signatory.email)}"
        return SignatoryRow("Kommune", person, state, None)
    state, at = _invitation_state(invitation)
    waiting = agreement.status == Status.ISSUED
    return SignatoryRow("Kommune", _in_office(agreement, invitation.office_holder), state, at, can_resend=waiting)


def _in_office(agreement: PreAgreement, person: OfficeHolder) -> str:
    return f"i. V. {person}" if agreement.deputy_id == person.pk else str(person)


def _signed_row(side: str, signed: Signature, done: str) -> SignatoryRow:
    """Of a signature by hand only the day is known; of one made outside, whose certificate it is; another name."""
    person = signed.signed_by
    if signed.method == Signature.Method.PAPER:
        day = dates.day(timezone.localtime(signed.signed_at))
        return SignatoryRow(side, person, f"auf Papier unterschrieben am {day}", None)
    if signed.method == Signature.Method.QUALIFIED:
        done = f"{done}, qualifizierte Signatur von {signed.certificate_name} ({signed.certificate_issuer})"
    if signed.other_name:
        done = f"{done}, eingetippt als „{signed.other_name}“"
    return SignatoryRow(side, person, done, signed.signed_at)


def _invitation_state(invitation: Invitation) -> tuple[str, datetime | None]:
    if invitation.state != Invitation.State.OPEN:
        return f"Link {invitation.get_state_display()}", invitation.closed_at
    if invitation.version.content["commune_signatory"] != invitation.office_holder.full_name:
        return "Name seitdem geändert: bitte zurückziehen und neu senden", None
    if invitation.opened_at is not None:
        return "Link geöffnet, noch nicht unterzeichnet", invitation.opened_at
    until = dates.day(timezone.localtime(invitation.expires_at))
    return f"Link gesendet, gültig bis {until}", invitation.created_at


def _lpr_row(agreement: PreAgreement, signatures: dict[str, Signature]) -> SignatoryRow:
    signed = signatures.get(Signature.Party.LPR)
    if signed is not None:
        return _signed_row("Landespräventionsrat", signed, "gegengezeichnet")
    responsible = agreement.commune.responsible_on(timezone.localdate())
    if agreement.route == PreAgreement.Route.PRINTED:
        return SignatoryRow(
            "Landespräventionsrat", str(responsible or "niemand zuständig"), "unterschreibt auf Papier", None
        )
    state = _LPR_STATES.get(Status(agreement.status), "zeichnet nach der Kommune")
    return SignatoryRow("Landespräventionsrat", str(responsible or "niemand zuständig"), state, None)


_LPR_STATES = {
    Status.COMMUNE_SIGNED: "wartet auf Gegenzeichnung",
    Status.WITHDRAWN: "hat nicht gegengezeichnet",
    Status.DECLINED: "hat nicht gegengezeichnet",
    Status.EXPIRED: "hat nicht gegengezeichnet",
}
