"""Bringing the portal's own texts to a portal: published at once in a new one, as drafts to be released in others."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from agreements.models import AgreementTemplate, TemplateSection, TemplateVersion
from agreements.models.agreement_states import AgreementKind
from agreements.text.standard_texts.catalogue import CHANNELS, LEVELS, NAMES, USUAL, Edition, StandardTemplate
from core import journal
from core.actors import SYSTEM

Kind = AgreementKind
NAME = NAMES[Kind.AGREEMENT]
OTHER_NAMES = {level.value: next(iter(templates)).name for level, templates in LEVELS.items()}
NAMES_BY_CHANNEL = {channel: templates[0].name for channel, templates in CHANNELS.items()}
EXTRAS = {
    **{level.value: LEVELS[level] for level in LEVELS},
    **{channel.value: CHANNELS[channel] for channel in CHANNELS},
}


@dataclass(frozen=True, slots=True)
class Delivered:
    """An edition that a portal has got now; ``published``: whether agreements are written by it from now on."""

    version: TemplateVersion
    published: bool


def load() -> bool:
    """For the demo and tests: all editions of the usual templates, published. Returns whether any was created now."""
    return _load(USUAL)


def load_other_levels() -> None:
    """The same for a qualified signature and for paper, which a portal offers only if somebody wants that."""
    for templates in LEVELS.values():
        _load(templates)


def load_other_channels() -> None:
    """The same with the code by telephone and by letter, for those who do not want it by mail."""
    for templates in CHANNELS.values():
        _load(templates)


def first_edition(kind: AgreementKind = Kind.AGREEMENT) -> TemplateVersion | None:
    """The text by which the demo's old cases were written, if it is there."""
    return TemplateVersion.objects.filter(template__name=NAMES[kind]).order_by("number").first()


def deliver(extras: Iterable[str] = ()) -> list[Delivered]:
    """Bring the newest edition of each usual text, and of ``extras`` (names of EXTRAS); a second run brings nothing.

    Where no text of a kind was ever published, the portal is new and it is published. Otherwise it waits as a draft:
    people release it, and no text changes silently. Templates of other levels and channels that are there get it, too.
    """
    wanted = set(extras)
    known = set(AgreementTemplate.objects.values_list("name", flat=True))
    chosen = [*USUAL]
    for name, templates in EXTRAS.items():
        chosen += [template for template in templates if name in wanted or template.name in known]
    with journal.collected():
        new = {kind for kind in Kind if not _published(kind)}
        found = [_deliver(template, publish=template.kind in new) for template in chosen]
    return [delivered for delivered in found if delivered]


def _published(kind: AgreementKind) -> bool:
    return TemplateVersion.objects.filter(template__kind=kind, published_at__isnull=False).exists()


def _deliver(standard: StandardTemplate, *, publish: bool) -> Delivered | None:
    template, edition = _template(standard), standard.editions[-1]
    if template.versions.filter(standard_edition=edition.number).exists():
        return None
    version = _write(template, edition)
    what = ["created"]
    if publish:
        _publish(version)
        what.append("published")
    for word in what:
        journal.record(
            key=journal.PORTAL,
            kind=f"templateversion.{word}",
            subject=version,
            actor=SYSTEM,
            data={"template": template.pk, "number": version.number},
            text=str(version),
        )
    return Delivered(version, published=publish)


@transaction.atomic
def _load(templates: tuple[StandardTemplate, ...]) -> bool:
    """Publish what is missing, the oldest edition first. A portal's own newer text stays the current one."""
    done = False
    for standard in templates:
        template = _template(standard)
        newest = template.versions.order_by("-number").first()
        for edition in standard.editions:
            if newest is None or edition.number > newest.number:
                _publish(_write(template, edition))
                done = True
    return done


def _template(standard: StandardTemplate) -> AgreementTemplate:
    template, _ = AgreementTemplate.objects.get_or_create(
        name=standard.name,
        defaults={"signature_level": standard.level, "kind": standard.kind, "code_channel": standard.channel},
    )
    return template


def _write(template: AgreementTemplate, edition: Edition) -> TemplateVersion:
    """The edition as a draft, under its own number or, where that is taken, the next free one."""
    newest = template.versions.order_by("-number").first()
    number = max(edition.number, newest.number + 1 if newest else 1)
    version = TemplateVersion.objects.create(
        template=template, number=number, title=edition.title, standard_edition=edition.number
    )
    TemplateSection.objects.bulk_create(
        _section(version, edition, position) for position in range(1, len(edition.sections) + 1)
    )
    return version


def _section(version: TemplateVersion, edition: Edition, position: int) -> TemplateSection:
    heading, body = edition.sections[position - 1]
    question, answer = edition.answers.get(heading, ("", ""))
    return TemplateSection(
        version=version, position=position, heading=heading, body=body, question=question, answer=answer
    )


def _publish(version: TemplateVersion) -> None:
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
