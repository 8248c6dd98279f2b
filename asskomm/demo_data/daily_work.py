"""What caseworkers of the demo keep of made-up communes: people to call, tasks, notes."""

from datetime import timedelta

from django.utils import timezone

from asskomm.demo_data.made_up_communes import DISTRICT
from communes.daily_work import saving as daily_work
from communes.models import Commune, Contact, Note, Task
from staff.actors import StaffActor
from staff.models import User

CASEWORKER = "sabine.muster@lpr.example"

# AGS, salutation, first name, last name, function, mail
CONTACTS = (
    ("14999010", "male", "Olaf", "Ordnungsmuster", "Leitung Ordnungsamt", "ordnungsamt@musterstadt.example"),
    ("14999010", "female", "Sonja", "Sozialmuster", "Jugend und Soziales", "jugend@musterstadt.example"),
    ("14999030", "none", "Kim", "Kannbeispiel", "Präventionsrat, Geschäftsstelle", "kpr@beispielberg.example"),
)
# AGS, what, days from today
TASKS = (
    ("14999020", "Nachfragen, ob der Gemeinderat beraten hat", -3),
    ("14999010", "Termin für die Sicherheitsanalyse abstimmen", 0),
    ("14999030", "Unterlagen zum Präventionsrat nachfordern", 9),
)
# AGS, kind, text
NOTES = (
    ("14999010", Note.Kind.CALL, "Herr Ordnungsmuster fragt nach dem Ablauf; er meldet sich nach der Amtsleiterrunde."),
    ("14999020", Note.Kind.NOTE, "Der Bürgermeister ist bis Monatsende im Urlaub."),
)


def load() -> None:
    """Create what is missing; change nothing that is there. Needs the made-up communes and the accounts."""
    if Contact.objects.filter(commune__district=DISTRICT).exists():
        return
    actor = StaffActor(User.objects.get(email=CASEWORKER))
    communes = Commune.objects.in_bulk([ags for ags, *_ in (*CONTACTS, *TASKS, *NOTES)])
    for ags, salutation, first_name, last_name, function, email in CONTACTS:
        contact = Contact(
            commune=communes[ags],
            salutation=salutation,
            first_name=first_name,
            last_name=last_name,
            function=function,
            email=email,
        )
        daily_work.save_contact(contact, [], actor=actor)
    today = timezone.localdate()
    for ags, title, days in TASKS:
        task = Task(commune=communes[ags], title=title, due_on=today + timedelta(days=days), assigned_to=actor.user)
        daily_work.save_task(task, [], actor=actor)
    for ags, kind, text in NOTES:
        called_on = today if kind == Note.Kind.CALL else None
        daily_work.take_note(communes[ags], text, kind=kind, called_on=called_on, nonce="demo", actor=actor)
