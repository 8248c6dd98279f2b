from datetime import UTC, date, datetime

import factory

from staff.models import Role, SigningAuthority, Substitution, User

PASSWORD = "Nur-fuer-Tests-2026"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@lpr.example")
    first_name = "Petra"
    last_name = factory.Sequence(lambda n: f"Musterkraft {n}")
    role = Role.CASEWORKER
    password = factory.django.Password(PASSWORD)


class SigningAuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SigningAuthority

    user = factory.SubFactory(UserFactory)
    valid_from = date(2020, 1, 1)
    confirmed_at = datetime(2020, 1, 1, 8, tzinfo=UTC)


class WaitingAuthorityFactory(SigningAuthorityFactory):
    """Granted by one person; the second one has not approved it yet."""

    granted_by = factory.SubFactory(UserFactory, role=Role.ADMIN)
    granted_at = datetime(2020, 1, 1, 8, tzinfo=UTC)
    confirmed_at = None


class SubstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Substitution

    absent = factory.SubFactory(UserFactory)
    substitute = factory.SubFactory(UserFactory)
    valid_from = date(2020, 1, 1)
