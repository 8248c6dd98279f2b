"""Putting files into a commune's file and taking them out: each with its entry in the journal."""

import hashlib

from django.conf import settings
from django.utils import timezone

from communes.models import Attachment
from communes.policies import can_remove_attachment
from core import files, journal
from core.scans import CleanScan
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


def add(attachment: Attachment, scan: CleanScan, *, nonce: str, actor: StaffActor) -> bool:
    """Store ``scan`` as the file of a new ``attachment``. The same form sent twice makes one; returns whether new.

    ``nonce``: the form's. Raises OSError when the disk is full; then nothing is saved.
    """
    blob = files.put(scan.pdf, "application/pdf")
    typed = [nonce, attachment.commune_id, str(actor.user.pk), attachment.kind, str(attachment.dated)]
    typed += [attachment.title, attachment.note, scan.source_sha256]
    with journal.collected():
        made, new = Attachment.objects.get_or_create(
            submission=hashlib.sha256("\0".join(typed).encode()).hexdigest(),
            defaults={
                "commune": attachment.commune,
                "kind": attachment.kind,
                "title": attachment.title,
                "dated": attachment.dated,
                "note": attachment.note,
                "file": files.register(blob),
                "page_count": scan.pages,
                "added_by": actor.user,
                "fictitious": settings.DEMO or attachment.commune.fictitious,
            },
        )
        if new:
            _record("added", made, actor, text=made.title)
    return new


def remove(attachment: Attachment, reason: str, *, actor: StaffActor) -> None:
    """Take ``attachment`` out of the file: it is listed as removed and no longer given out (domain rule 22).

    Raises TransitionRefusedError when somebody was faster or ``actor`` may not.
    """
    with journal.collected():
        attachment.refresh_from_db(from_queryset=Attachment.objects.select_for_update(of=("self",), no_key=True))
        decision = can_remove_attachment(actor, attachment)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        attachment.removed_at, attachment.removed_by = timezone.now(), actor.user
        attachment.save(update_fields=["removed_at", "removed_by"])
        _record("removed", attachment, actor, text=f"{attachment.title}: {reason}")


def _record(what: str, attachment: Attachment, actor: StaffActor, *, text: str) -> None:
    journal.record(
        key=attachment.commune_id,
        kind=f"attachment.{what}",
        subject=attachment,
        actor=actor,
        data={
            "kind": attachment.kind,
            "dated": attachment.dated.isoformat(),
            "pages": attachment.page_count,
            "sha256": attachment.file.sha256,
        },
        text=text,
    )
