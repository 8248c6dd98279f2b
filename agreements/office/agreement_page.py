"""What the page of one agreement shows: its state, who signs, what is missing, what can be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from agreements.ceremony import reminders
from agreements.countersigning.compared_with_last import compared_with_last
from agreements.drafting.commune_side_page import commune_side
from agreements.mails.overview import undelivered
from agreements.models import ChangeNotice, DocumentVersion, Invitation, PreAgreement
from agreements.models.terms import terms_today
from agreements.notices.page import NoticeRow, contact_lines, notice_rows, told_since
from agreements.office.amendment_chain import chain
from agreements.office.code_step import code_step
from agreements.office.in_force_steps import steps_in_force
from agreements.office.signatories import signatories
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
from communes.responsibility import today_in_words
from core import dates
from core.actions import Action
from core.actors import Actor
from core.models import JournalEntry
from core.policies import Decision
from core.timeline import timeline
from staff.actors import StaffActor

Status = PreAgreement.Status
NOT_SIGNED_BY_BOTH = {Status.DRAFT, Status.ISSUED, Status.SCANNED, Status.COMMUNE_SIGNED}


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
        "signatories": signatories(agreement, version),
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
