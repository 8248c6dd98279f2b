from datetime import date

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


class SubstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Substitution

    absent = factory.SubFactory(UserFactory)
    substitute = factory.SubFactory(UserFactory)
    valid_from = date(2020, 1, 1)
