"""Agreements that are ready for a step: complete drafts and issued ones, with real PDFs."""

from datetime import date
from typing import Any

from django.utils import timezone

from agreements.drafting import issuing
from agreements.models import AgreementTemplate, CouncilResolution, PreAgreement, TemplateVersion
from agreements.text import standard_template
from communes.models import Commune
from staff.actors import StaffActor
from staff.models import User
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import OfficeHolderFactory, ResponsibilityFactory, TopicFactory
from tests.factories.staff import SigningAuthorityFactory
from tests.plugins.remembered import recalled


def published_template(**changes: Any) -> TemplateVersion:
    """The standard template, loaded; ``changes`` are fields of the template."""
    standard_template.load()
    template = AgreementTemplate.objects.get(name=standard_template.NAME)
    for name, value in changes.items():
        setattr(template, name, value)
    template.save()
    version = template.current
    assert version is not None
    return version


def ready_draft(*, resolution: dict[str, Any] | None = None, **changes: Any) -> PreAgreement:
    """A complete draft of a commune with a mayor, and somebody responsible who may sign for the LPR.

    ``resolution``: what is known of its council's.
    """
    values: dict[str, Any] = {
        "contact_name": "Olaf Ordnungsmuster",
        "contact_email": "ordnungsamt@musterstadt.example",
        "contact_phone": "03721 555 0120",
        "term_from": date(2026, 1, 1),
        "term_until": date(2028, 12, 31),
    }
    if "template_version" not in changes:
        values["template_version"] = published_template()
    draft: PreAgreement = PreAgreementFactory(**{**values, **changes})
    if resolution is not None:
        CouncilResolution.objects.create(agreement=draft, **resolution)
    draft.topics.set([TopicFactory(name="Vandalismus"), TopicFactory(name="Graffiti")])
    OfficeHolderFactory(commune=draft.commune)
    if draft.commune.responsible_on(timezone.localdate()) is None:
        ResponsibilityFactory(district=draft.commune.district)
    user = caseworker_of(draft.commune)
    if not user.may_sign_on(timezone.localdate()):
        SigningAuthorityFactory(user=user)
    return draft


def caseworker_of(commune: Commune) -> User:
    """Who is responsible for ``commune`` today."""
    user = commune.responsible_on(timezone.localdate())
    assert user is not None
    return user


def issued(draft: PreAgreement | None = None) -> PreAgreement:
    """An agreement that was sent to the mayor; its PDF is real. Of a ``ready_draft()`` it is made once in the run."""
    if draft is None:
        return PreAgreement.objects.get(pk=recalled("issued", lambda: issued(ready_draft()).pk))
    issuing.issue(draft, actor=StaffActor(caseworker_of(draft.commune)), revision=draft.revision)
    return draft


def issued_with(**template: Any) -> PreAgreement:
    """As ``issued``, of the standard template with other fields; made once in the run for each of them."""

    def make() -> int:
        return issued(ready_draft(template_version=published_template(**template))).pk

    return PreAgreement.objects.get(pk=recalled(f"issued with {sorted(template.items())}", make))
