"""``python -m tests.production.prepare``: from a database without rows to a commune that can be sent an agreement.

What an operator does first (docs/operations.md) but for the static files, and then what the office would type in.
"""

import django
from django.core.management import call_command

CASEWORKER = "sabine.muster@lpr.example"
MAYOR = "buergermeisterin@musterstadt.example"
AGS = "14997010"


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_register", verbosity=0)
    call_command("load_templates", verbosity=0)
    people_and_commune()


def people_and_commune() -> None:
    from tests.factories.communes import (  # noqa: PLC0415 - once Django is set up
        CommuneFactory,
        DistrictFactory,
        OfficeHolderFactory,
        ResponsibilityFactory,
    )
    from tests.factories.staff import SigningAuthorityFactory, UserFactory  # noqa: PLC0415 - once Django is set up

    # A district of its own: the walk through all pages builds its world beside it.
    district = DistrictFactory(key=AGS[:5], name="Mustergebirge")
    commune = CommuneFactory(district=district, ags=AGS, name="Mühlmusterstadt")
    OfficeHolderFactory(commune=commune, email=MAYOR)
    caseworker = UserFactory(email=CASEWORKER, first_name="Sabine", last_name="Muster")
    ResponsibilityFactory(district=commune.district, user=caseworker)
    SigningAuthorityFactory(user=caseworker)


if __name__ == "__main__":
    main()
