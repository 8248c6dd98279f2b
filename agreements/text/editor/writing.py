"""Writing an edition: begun from the one that holds, changed under the lock, nobody's newer change lost."""

from dataclasses import asdict

from agreements.models import AgreementTemplate, TemplateEdit, TemplateSection, TemplateVersion
from agreements.policies.edition_content import Content, content_of
from agreements.policies.wording import can_begin_edition, can_edit_edition
from core import journal
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


def begin(template: AgreementTemplate, *, actor: StaffActor) -> tuple[TemplateVersion, bool]:
    """A draft with the words that hold now, and whether it is new: one that is open already is answered as it is.

    Raises TransitionRefusedError.
    """
    with journal.collected():
        template = AgreementTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
        decision = can_begin_edition(actor)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        current = template.current
        newest = template.versions.order_by("-number").first()
        if newest is not None and newest.state != newest.State.PUBLISHED:
            return newest, False
        draft = TemplateVersion.objects.create(
            template=template,
            number=newest.number + 1 if newest else 1,
            title=current.title if current else template.name,
        )
        if current is not None:
            _write_sections(draft, content_of(current))
        _record_edit(draft, actor)
        record("created", draft, actor, {"from": current.number if current else None})
    return draft, True


def change(version: TemplateVersion, content: Content, *, actor: StaffActor) -> bool:
    """Save ``content``. Returns whether that took back what waited for its release.

    The same words once more are nothing to do. Raises TransitionRefusedError; then nothing is changed.
    """
    with journal.collected():
        stored = locked(version)
        decision = can_edit_edition(actor, stored)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        if content == content_of(stored):
            return False
        waited = stored.state == stored.State.WAITING
        take_back(stored)
        stored.title, stored.revision = content.title, stored.revision + 1
        stored.save()
        stored.sections.all().delete()
        _write_sections(stored, content)
        _record_edit(stored, actor)
        record("changed", stored, actor, {"sha256": content.sha256, "voided": waited})
    return waited


def locked(version: TemplateVersion) -> TemplateVersion:
    """The edition as it is stored, under the lock of its template and its own."""
    AgreementTemplate.objects.select_for_update(no_key=True).get(pk=version.template_id)
    rows = TemplateVersion.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("template").prefetch_related("edits__user").get(pk=version.pk)


def take_back(version: TemplateVersion) -> None:
    """The edition does not wait for a release any more; not saved yet."""
    version.submitted_by = version.submitted_at = None
    version.content_sha256 = ""


def record(what: str, version: TemplateVersion, actor: StaffActor, data: dict[str, object], text: str = "") -> None:
    """An entry about the edition in the portal's chain; ``text``: a reason in somebody's own words."""
    journal.record(
        key=journal.PORTAL,
        kind=f"templateversion.{what}",
        subject=version,
        actor=actor,
        data={"template": version.template_id, "number": version.number, **data},
        text=text,
    )


def _write_sections(version: TemplateVersion, content: Content) -> None:
    TemplateSection.objects.bulk_create(
        TemplateSection(version=version, position=position, **asdict(section))
        for position, section in enumerate(content.sections, start=1)
    )


def _record_edit(version: TemplateVersion, actor: StaffActor) -> None:
    TemplateEdit.objects.get_or_create(version=version, user=actor.user)
