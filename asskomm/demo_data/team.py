"""A colleague who left and handed over a district, and one who is away and stood in for. All invented."""

from datetime import date, timedelta

from django.utils import timezone

from asskomm.demo_data.accounts import FIRST, SECOND, SINCE
from asskomm.demo_data.made_up_communes import DISTRICT
from communes.models import District, Responsibility
from staff import saving
from staff.actors import StaffActor
from staff.forms import SubstitutionForm
from staff.models import Role, User

FORMER = "rita.ruhestand@lpr.example"
ABSENT_FOR = timedelta(days=13)


def load() -> None:
    """Create what is missing; change nothing that is there."""
    _handover()
    _absence()


def _handover() -> None:
    """Before the portal began, so without an entry in its journal."""
    if User.objects.filter(email=FORMER).exists():
        return
    former = User.objects.create_user(
        FORMER, None, first_name="Rita", last_name="Ruhestand", role=Role.CASEWORKER, is_active=False
    )
    Responsibility.objects.create(
        district=District.objects.get(key=DISTRICT),
        user=former,
        valid_from=date(2022, 1, 1),
        valid_until=SINCE - timedelta(days=1),
    )


def _absence() -> None:
    """Entered today by who is away."""
    absent, substitute = User.objects.get(email=SECOND), User.objects.get(email=FIRST)
    today = timezone.localdate()
    if absent.absences.on(today).exists():
        return
    fields = {
        "absent": absent.pk,
        "substitute": substitute.pk,
        "valid_from": today.isoformat(),
        "valid_until": (today + ABSENT_FOR).isoformat(),
    }
    form = SubstitutionForm(fields, absent=[absent], cancel_url="")
    if form.is_valid():
        saving.enter(form, actor=StaffActor(absent))
