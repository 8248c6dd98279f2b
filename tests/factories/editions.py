"""Editions of templates on their way: a draft that somebody wrote, one that waits for its release."""

from agreements.models import AgreementTemplate, TemplateVersion
from agreements.policies.edition_content import Content, SectionContent, content_of
from agreements.text.editor import releasing, writing
from staff.actors import StaffActor
from staff.models import Role, User
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory


def administrator(**fields: object) -> User:
    """Who writes templates."""
    user: User = UserFactory(role=Role.ADMIN, **fields)
    return user


def begun(writer: User, template: AgreementTemplate | None = None) -> TemplateVersion:
    """A draft with the words of the standard template."""
    return writing.begin(template or published_template().template, actor=StaffActor(writer))[0]


def with_words(version: TemplateVersion, words: str, writer: User) -> TemplateVersion:
    """The draft with another text in its first section."""
    content = content_of(version)
    first, *others = content.sections
    changed = Content(content.title, (SectionContent(first.heading, words), *others))
    version.refresh_from_db()
    writing.change(version, changed, actor=StaffActor(writer))
    return stored(version)


def waiting(writer: User, words: str = "Ein neuer Text mit der $kommune.") -> TemplateVersion:
    """A changed draft that waits for its release."""
    draft = with_words(begun(writer), words, writer)
    releasing.submit(draft, seen=content_of(draft).sha256, actor=StaffActor(writer))
    return stored(draft)


def stored(version: TemplateVersion) -> TemplateVersion:
    """As the database has it now."""
    return TemplateVersion.objects.get(pk=version.pk)
