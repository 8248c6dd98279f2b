"""The demo's accounts, with speaking names and one published password; they exist in the demo only."""

from datetime import date

from django.utils import timezone

from communes.models import District, Responsibility
from staff.models import Role, SigningAuthority, User

PASSWORD = "Demo-Vorvereinbarung-2026"  # noqa: S105 - published on purpose, for the demo only
SINCE = date(2024, 1, 1)

ACCOUNTS = (
    ("sabine.muster@lpr.example", "Sabine", "Muster", Role.CASEWORKER),
    ("peter.beispiel@lpr.example", "Peter", "Beispiel", Role.CASEWORKER),
    ("hanna.vorlage@lpr.example", "Hanna", "Vorlage", Role.HEAD),
    ("arno.admin@lpr.example", "Arno", "Adminmuster", Role.ADMIN),
    ("conny.coach@coaching.example", "Conny", "Coachmuster", Role.COACH),
)
# Sabine Muster has the made-up district and every second real one, Peter Beispiel the others.
FIRST, SECOND = ACCOUNTS[0][0], ACCOUNTS[1][0]


def load() -> None:
    """Create what is missing; change nothing that is there."""
    for email, first_name, last_name, role in ACCOUNTS:
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(
                email,
                PASSWORD,
                first_name=first_name,
                last_name=last_name,
                role=role,
                phone="0351 555 0100",
                office_hours="Mo–Do 9–15 Uhr",
            )
    _responsibilities()
    for user in User.objects.filter(email__in=[FIRST, SECOND, ACCOUNTS[2][0]]):
        if not user.signing_authorities.exists():
            SigningAuthority.objects.create(user=user, valid_from=SINCE, confirmed_at=timezone.now())


def _responsibilities() -> None:
    first, second = User.objects.get(email=FIRST), User.objects.get(email=SECOND)
    for number, district in enumerate(District.objects.order_by("fictitious", "key")):
        if not district.responsibilities.exists():
            person = first if district.fictitious or number % 2 == 1 else second
            Responsibility.objects.create(district=district, user=person, valid_from=SINCE)
