import factory

from agreements.models import AgreementTemplate, PreAgreement, TemplateVersion
from tests.factories.communes import CommuneFactory


class AgreementTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreementTemplate
        django_get_or_create = ("name",)

    name = "Vorvereinbarung ASSKomm"
    signature_level = AgreementTemplate.SignatureLevel.ADVANCED


class TemplateVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TemplateVersion
        django_get_or_create = ("template", "number")

    template = factory.SubFactory(AgreementTemplateFactory)
    number = 1
    title = "Vorvereinbarung"


class PreAgreementFactory(factory.django.DjangoModelFactory):
    """A draft, as somebody has just begun it."""

    class Meta:
        model = PreAgreement

    # Far from the references that the portal counts up from 1, and from those that tests write out.
    reference = factory.Sequence(lambda n: f"LPR-2026-{6000 + n:04d}")
    commune = factory.SubFactory(CommuneFactory)
    template_version = factory.SubFactory(TemplateVersionFactory)
