from datetime import date

import factory

from communes.models import Commune, District, OfficeHolder, Responsibility, Topic
from tests.factories.staff import UserFactory


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("key",)

    key = "14999"
    name = "Musterkreis"
    kind = District.Kind.RURAL
    fictitious = True


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune

    district = factory.SubFactory(DistrictFactory)
    # From 200, since tests and the demo write out keys below.
    ags = factory.Sequence(lambda n: f"14999{200 + n % 800:03d}")
    ars = factory.LazyAttribute(lambda c: f"{c.ags[:5]}0000{c.ags[5:]}")
    name = factory.Sequence(lambda n: f"Musterstadt {n}")
    kind = Commune.Kind.TOWN
    population = 12_345
    population_on = date(2024, 12, 31)
    fictitious = True


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("name",)

    name = "Vandalismus"


class OfficeHolderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficeHolder

    commune = factory.SubFactory(CommuneFactory)
    office = "mayor"
    salutation = "female"
    first_name = "Erika"
    last_name = "Musterfrau"
    email = "buergermeisterin@musterstadt.example"
    phone = "03721 12345"
    valid_from = date(2022, 8, 1)


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Responsibility

    district = factory.SubFactory(DistrictFactory)
    user = factory.SubFactory(UserFactory)
    valid_from = date(2020, 1, 1)
