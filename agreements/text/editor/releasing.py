"""From a draft to what holds: laid before a second person, and released by that person as it was seen."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from agreements.models import TemplateVersion
from agreements.policies.edition_content import Content, content_of, faults
from agreements.policies.wording import can_release_edition, can_return_edition, can_submit_edition
from agreements.text.editor.writing import locked, record, take_back
from core import journal
from core.policies import Decision
from core.transitions import StaleError, TransitionRefusedError
from core.typesetting.glyphs import shown_in_documents
from staff.actors import StaffActor


def former_of(version: TemplateVersion) -> TemplateVersion | None:
    """The published edition that ``version`` follows; none before the first one."""
    before = version.template.versions.filter(number__lt=version.number, published_at__isnull=False)
    return before.order_by("-number").first()


def submit(version: TemplateVersion, *, seen: str, actor: StaffActor) -> None:
    """Lay a draft before a second person. ``seen``: SHA-256 of the content on the page.

    Sent twice it happens once. Raises StaleError when it was changed since, TransitionRefusedError when it is
    not sound.
    """
    with journal.collected():
        stored = locked(version)
        if stored.state == stored.State.WAITING and (stored.submitted_by, stored.content_sha256) == (actor.user, seen):
            return
        _ask(can_submit_edition(actor, stored))
        content = _as_seen(stored, seen)
        _refuse_unsound(stored, content)
        former = former_of(stored)
        if former is not None and content_of(former) == content:
            raise TransitionRefusedError(
                f"Diese Ausgabe liest sich wie Ausgabe {former.number}. Bitte ändern Sie sie zuerst."
            )
        stored.submitted_by, stored.submitted_at = actor.user, timezone.now()
        stored.content_sha256 = content.sha256
        stored.save()
        record("submitted", stored, actor, {"sha256": content.sha256})


def release(version: TemplateVersion, *, seen: str, actor: StaffActor) -> None:
    """The second person publishes what was submitted. ``seen``: SHA-256 of the content on the page.

    Sent twice it happens once. Raises StaleError when it was changed since, TransitionRefusedError when this
    person may not, or when a later edition holds by now.
    """
    with journal.collected():
        stored = locked(version)
        if stored.state == stored.State.PUBLISHED and (stored.released_by, stored.content_sha256) == (actor.user, seen):
            return
        if stored.state == stored.State.DRAFT:
            raise StaleError("Diese Ausgabe wurde inzwischen geändert oder zurückgegeben.")
        _ask(can_release_edition(actor, stored))
        content = _as_seen(stored, seen)
        _refuse_unsound(stored, content)
        later = stored.template.versions.filter(number__gt=stored.number, published_at__isnull=False).first()
        if later is not None:
            raise TransitionRefusedError(
                f"Inzwischen gilt Ausgabe {later.number}. Diese lässt sich nicht mehr freigeben."
            )
        stored.released_by, stored.published_at = actor.user, timezone.now()
        stored.save()
        record("published", stored, actor, {"sha256": stored.content_sha256})


def give_back(version: TemplateVersion, *, reason: str, actor: StaffActor) -> None:
    """What waits is a draft again, for ``reason``. Raises TransitionRefusedError."""
    with journal.collected():
        stored = locked(version)
        _ask(can_return_edition(actor, stored))
        take_back(stored)
        stored.save()
        record("returned", stored, actor, {}, text=reason)


def _ask(decision: Decision) -> None:
    if not decision:
        raise TransitionRefusedError(decision.reason)


def _as_seen(stored: TemplateVersion, seen: str) -> Content:
    content = content_of(stored)
    if content.sha256 != seen or stored.content_sha256 not in {"", seen}:
        raise StaleError("Diese Ausgabe wurde inzwischen geändert.")
    return content


def _refuse_unsound(stored: TemplateVersion, content: Content) -> None:
    found = [*faults(content, stored.template.kind), *_unsettable(content)]
    if found:
        raise TransitionRefusedError("Das geht so noch nicht: " + " ".join(found))


def _unsettable(content: Content) -> list[str]:
    """What no document can show: once released, nothing could be made of the text, and for ever."""
    texts = [content.title, *(f"{section.heading}\n{section.body}\n{section.answer}" for section in content.sections)]
    try:
        shown_in_documents("\n".join(texts))
    except ValidationError as refused:
        return list(refused.messages)
    return []
