"""What the database guarantees of templates and their editions, each with statements that it refuses."""

from datetime import UTC, datetime

from agreements.models import AgreementTemplate, TemplateEdit, TemplateSection
from tests.factories.agreements import TemplateVersionFactory
from tests.factories.staff import UserFactory
from tests.guarantees import World, delete, frozen, insert, update

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def key(row: str):
    """The row's id."""
    return lambda world: world[row].pk


def released(template: AgreementTemplate) -> World:
    """Editions that a person wrote: one waits for its release, with the edit that says who wrote it."""
    writer = UserFactory()
    waiting = TemplateVersionFactory(template=template, number=3)
    section = TemplateSection.objects.create(version=waiting, position=1, heading="Zweck", body="Text.")
    edit = waiting.edits.create(user=writer)
    waiting.submitted_by, waiting.submitted_at, waiting.content_sha256 = UserFactory(), NOW, "e" * 64
    waiting.save()
    malformed = TemplateVersionFactory(template=template, number=4)
    TemplateSection.objects.create(version=malformed, position=1, heading="Zweck", body="Die ${kommune.")
    malformed_answer = TemplateVersionFactory(template=template, number=5)
    TemplateSection.objects.create(
        version=malformed_answer,
        position=1,
        heading="Zweck",
        body="Text.",
        question="cost",
        answer="Nichts, ${kommune.",
    )
    return {
        "malformed answer": malformed_answer,
        "waiting": waiting,
        "waiting section": section,
        "edit": edit,
        "writer": writer,
        "malformed": malformed,
    }


TEMPLATES = [
    insert("agreements_agreementtemplate_name_key", "template"),
    update("template_kind_valid", "template", kind="letter"),
    update("template_signature_level_valid", "template", signature_level="none"),
    update("template_code_channel_valid", "template", code_channel="pigeon"),
    update("template_link_days_sane", "template", link_days=0),
    update("template_link_days_sane", "template", link_days=366),
    insert("template_one_version_per_number", "edition", standard_edition=None),
    insert("template_standard_edition_once", "edition", number=9),
    update("agreements_templateversion: published_is_frozen", "published", title="Anders"),
    update("agreements_templateversion: published_is_frozen", "published", published_at=None),
    delete("agreements_templateversion: published_is_frozen", "published"),
    update("template_version_submitted_as_a_whole", "edition", submitted_at=NOW),
    update("template_version_submitted_as_a_whole", "edition", content_sha256="f" * 64),
    update("template_version_submitted_as_a_whole", "edition", submitted_by_id=key("writer")),
    update("template_version_released_by_another", "edition", released_by_id=key("writer")),
    update(
        "template_version_released_by_another",
        "waiting",
        published_at=NOW,
        released_by_id=lambda world: world["waiting"].submitted_by_id,  # type: ignore[attr-defined]  # a world holds rows of any model
    ),
    update(
        "template_version_submitted_needs_release",
        "edition",
        submitted_at=NOW,
        submitted_by_id=key("writer"),
        content_sha256="f" * 64,
        published_at=NOW,
    ),
    update("agreements_templateversion: waiting_is_frozen", "waiting", title="Anders"),
    update("agreements_templateversion: waiting_is_frozen", "waiting", content_sha256="f" * 64),
    update("agreements_templateversion: released_by_second_person", "waiting", published_at=NOW),
    update(
        "agreements_templateversion: released_by_second_person",
        "waiting",
        published_at=NOW,
        released_by_id=key("writer"),
    ),
    update("agreements_templateversion: released_by_second_person", "malformed", published_at=NOW),
    update("agreements_templateversion: released_by_second_person", "malformed answer", published_at=NOW),
    insert("template_edit_once_a_person", "edit"),
    *frozen("agreements_templateedit: append_only", "edit", TemplateEdit),
    delete("agreements_templateedit: append_only", "edit"),
    insert("agreements_templatesection: waiting_is_frozen", "waiting section", position=2),
    update("agreements_templatesection: waiting_is_frozen", "waiting section", body="Anders."),
    delete("agreements_templatesection: waiting_is_frozen", "waiting section"),
    insert("template_section_position", "section"),
    update("template_section_answers_a_question", "section", question="cost"),
    update("template_section_answers_a_question", "section", answer="Nichts."),
    update("template_section_answers_a_question", "section", question="luck", answer="Nichts."),
    insert("agreements_templatesection: published_is_frozen", "frozen section", position=2),
    update("agreements_templatesection: published_is_frozen", "frozen section", body="Anders."),
    update("agreements_templatesection: published_is_frozen", "section", version_id=key("published"), position=2),
    update("agreements_templatesection: published_is_frozen", "frozen section", version_id=key("edition"), position=2),
    delete("agreements_templatesection: published_is_frozen", "frozen section"),
]
