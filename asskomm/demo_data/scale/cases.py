"""What happened with made-up communes, a thousand rows at a time: agreements, facts, tasks, and their journal.

Every commune has the same: ten agreements of ten years, six facts, three tasks, a hundred entries. Which state each is
in follows from the commune's number, so that two databases of different size look alike.
"""

import pgtrigger
from django.db import connection

from agreements.models import PreAgreement
from agreements.text import standard_template
from asskomm.demo_data import accounts
from asskomm.demo_data.scale.inserting import count_on, insert_from, insert_pairs
from coaching.models import Coach, Engagement
from communes.models import Contact, Milestone, OfficeHolder, Task
from core.models import JournalEntry, JournalHead, JournalText
from staff.models import Role, User

AGREEMENTS, FACTS, TASKS, ENTRIES = 10, 6, 3, 100  # of each commune
NUMBERED = "scale_commune"  # n: counted from 0; ags; mine: the key of the caseworker
NUMBERING = """
CREATE TEMPORARY TABLE scale_commune ON COMMIT DROP AS
SELECT (row_number() OVER (ORDER BY c.ags) - 1)::int AS n, c.ags, r.user_id AS mine
FROM communes_commune c JOIN communes_responsibility r USING (district_id)
"""
PEOPLE = (
    "(ARRAY['Erika', 'Max', 'Berta', 'Bernd', 'Thea', 'Bruno', 'Ortrud', 'Volker', 'Lieschen', 'Otto'])[1 + n % 10]"
)
SURNAMES = (
    "(ARRAY['Musterfrau', 'Mustermann', 'Beispiel', 'Beispielmann', 'Vorlage', 'Probe', 'Platzhalter', 'Formular', "
    "'Aktenmuster', 'Siegelmuster', 'Telefonmuster', 'Briefmuster', 'Übungsmann'])[1 + n % 13]"
)
HASH = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"


def load() -> dict[str, int]:
    """Fill everything for the communes that are there; return how many rows of each kind were written."""
    standard_template.load()
    accounts.load()
    _number_communes()
    with pgtrigger.ignore():  # the history of fields: nothing measured reads it, and it takes three milliseconds a row
        _people()
        written = {
            "Vereinbarungen": _agreements(),
            "Fakten": _facts(),
            "Aufgaben": _tasks(),
            "Einträge im Verlauf": _journal(),
        }
        _coaching()
    return written


def _number_communes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERING)
        cursor.execute(f"ANALYZE {NUMBERED}")


def _people() -> None:
    """A mayor and a contact for each."""
    salutation = "(ARRAY['female', 'male'])[1 + n % 2]"
    person = {"salutation": salutation, "first_name": PEOPLE, "last_name": SURNAMES, "commune_id": "ags"}
    insert_from(
        OfficeHolder,
        NUMBERED,
        **person,
        office="'mayor'",
        valid_from="date '2022-08-01'",
        email="'buergermeisteramt@gemeinde-' || ags || '.example'",
        phone="'03721 555 ' || lpad(n::text, 5, '0')",
    )
    person |= {
        "last_name": SURNAMES.replace("n % 13", "(n + 5) % 13"),
        "first_name": PEOPLE.replace("n %", "(n + 3) %"),
    }
    insert_from(
        Contact,
        NUMBERED,
        **person,
        function="'Leitung Ordnungsamt'",
        email="'ordnungsamt@gemeinde-' || ags || '.example'",
        phone="'03721 556 ' || lpad(n::text, 5, '0')",
    )


def _agreements() -> int:
    """The first of each commune is in force, the second may be open, the others are over; some are being amended."""
    version = standard_template.first_edition()
    assert version is not None
    status = (
        "CASE r WHEN 0 THEN CASE WHEN n % 10 < 6 THEN 'in_force' ELSE 'withdrawn' END "
        "WHEN 1 THEN CASE n % 40 WHEN 0 THEN 'draft' WHEN 1 THEN 'issued' WHEN 2 THEN 'commune_signed' "
        "ELSE 'ended' END "
        "ELSE CASE WHEN r = 2 AND n % 50 = 3 THEN 'declined' WHEN r = 3 AND n % 50 = 4 THEN 'expired' "
        "WHEN r = 4 THEN 'withdrawn' ELSE 'ended' END END"
    )
    # Each commune's newest is up to a year old, the next two up to two, and so on.
    day = "current_date - 1 - (n * 37 + r * 11) % 360 - r * 360"
    rows = (
        f"{NUMBERED}, generate_series(0, {AGREEMENTS - 1}) AS r, LATERAL (VALUES ({status}, {day})) AS is_(status, day)"
    )
    number = insert_from(
        PreAgreement,
        rows,
        reference="'LPR-' || (date_part('year', current_date)::int - r) || '-' || lpad((n + 1)::text, 5, '0')",
        commune_id="ags",
        template_version_id=str(version.pk),
        status="is_.status",
        status_since="day + time '10:00'",
        signed_on="CASE WHEN is_.status IN ('in_force', 'ended') THEN day END",
        term_from="CASE WHEN is_.status IN ('in_force', 'ended') THEN day END",
        # Terms end within three years, some this week and some on the day before yesterday.
        term_until="CASE is_.status WHEN 'in_force' THEN greatest(day, current_date - 2 + (n * 7) % 1095) END",
        ended_on="CASE is_.status WHEN 'ended' THEN day END",
        created_at="day + time '09:00'",
        prepared_by_id="mine",
        contact_name=f"{PEOPLE} || ' ' || {SURNAMES}",
        contact_email="'ordnungsamt@gemeinde-' || ags || '.example'",
    )
    return number + _changes(version.pk)


def _changes(version: int) -> int:
    """Amendments in force of every eleventh agreement in force, drafts of every thirteenth, some terminations."""
    kinds = (
        "CASE WHEN n % 11 = 0 THEN 'amendment' WHEN n % 13 = 0 THEN 'amendment' WHEN n % 17 = 0 THEN 'termination' END"
    )
    rows = (
        f"agreements_preagreement a JOIN {NUMBERED} s ON s.ags = a.commune_id, "
        f"LATERAL (VALUES ({kinds}, n % 11 = 0)) AS made(which, signed) "
        "WHERE a.status = 'in_force' AND which IS NOT NULL"
    )
    return insert_from(
        PreAgreement,
        rows,
        reference="a.reference || '-A1'",
        commune_id="s.ags",
        template_version_id=str(version),
        kind="which",
        amends_id="a.id",
        status="CASE WHEN signed THEN 'in_force' ELSE 'draft' END",
        status_since="current_date - 1 + time '10:00'",
        signed_on="CASE WHEN signed THEN current_date - 1 END",
        term_from="a.term_from",
        term_until="CASE WHEN signed THEN a.term_until + 30 END",
        last_day="CASE which WHEN 'termination' THEN current_date + 60 END",
        created_at="current_date - 2 + time '09:00'",
        prepared_by_id="mine",
    )


def _facts() -> int:
    """Contact and advice for most, a cooperation for some, the state of a Präventionsrat, what is not counted."""
    kind = (
        "CASE r WHEN 0 THEN 'contact' WHEN 1 THEN CASE WHEN n % 3 > 0 THEN 'advice' ELSE 'contact' END "
        "WHEN 2 THEN CASE WHEN n % 5 = 0 THEN 'cooperation_agreement' ELSE 'funding' END "
        "WHEN 3 THEN CASE WHEN n % 4 = 0 THEN 'kpr_constituted' ELSE 'contact' END "
        "WHEN 4 THEN CASE WHEN n % 12 = 0 THEN 'kpr_dormant' ELSE 'security_analysis' END "
        "ELSE CASE WHEN n % 9 = 0 THEN 'coaching' ELSE 'advice' END END"
    )
    rows = f"{NUMBERED}, generate_series(0, {FACTS - 1}) AS r"
    number = insert_from(
        Milestone,
        rows,
        id=f"1 + n * {FACTS} + r",
        kind=kind,
        happened_on=f"current_date - 2 - (n * 37) % 300 - ({FACTS} - r) * 300",
        recorded_by_id="mine",
        recorded_at="now()",
    )
    insert_pairs(Milestone.communes.through, rows, milestone_id=f"1 + n * {FACTS} + r", commune_id="ags")
    count_on(Milestone)
    return number


def _tasks() -> int:
    """One of five is open, spread over half a year; a few are overdue."""
    is_open = f"(n * {TASKS} + r) % 5 = 0"
    return insert_from(
        Task,
        f"{NUMBERED}, generate_series(0, {TASKS - 1}) AS r",
        commune_id="ags",
        title="(ARRAY['Nachfragen, ob der Gemeinderat beraten hat', 'Termin für die Sicherheitsanalyse abstimmen', "
        "'Unterlagen zum Präventionsrat nachfordern'])[1 + r]",
        due_on=f"current_date - 10 + (n * 13 + r * 71) % 190 - CASE WHEN {is_open} THEN 0 ELSE 365 END",
        assigned_to_id="mine",
        created_by_id="mine",
        created_at="now() - interval '400 days'",
        done_at=f"CASE WHEN {is_open} THEN NULL ELSE now() - interval '100 days' END",
        done_by_id=f"CASE WHEN {is_open} THEN NULL ELSE mine END",
    )


def _journal() -> int:
    """A hundred entries for each commune, every fourth a note with text; the hashes are numbers and chain nothing."""
    rows = f"{NUMBERED}, generate_series(1, {ENTRIES}) AS seq"
    text = "'Herr Ordnungsmuster fragt nach dem Ablauf; er meldet sich nach der Runde ' || seq || '.'"
    number = insert_from(
        JournalEntry,
        rows,
        id=f"n * {ENTRIES} + seq",
        key="ags",
        seq="seq",
        prev_hash=HASH.format("ags || '-' || seq - 1"),
        hash=HASH.format("ags || '-' || seq"),
        kind="(ARRAY['note.taken', 'contact.changed', 'task.done', 'officeholder.created'])[1 + seq % 4]",
        subject_type="'communes.commune'",
        subject_id="ags",
        actor_kind="'staff'",
        actor_id="mine::text",
        at=f"now() - make_interval(days => ({ENTRIES} - seq::int) * 30, mins => n)",
        visibility="'internal'",
        text_hash=f"CASE seq % 4 WHEN 0 THEN {HASH.format(text)} ELSE '' END",
    )
    insert_from(JournalText, f"{rows} WHERE seq % 4 = 0", entry_id=f"n * {ENTRIES} + seq", text=text)
    insert_from(JournalHead, NUMBERED, key="ags", seq=str(ENTRIES), hash=HASH.format(f"ags || '-{ENTRIES}'"))
    count_on(JournalEntry)
    return number


def _coaching() -> None:
    """One coach; every fiftieth agreement in force has an engagement that runs or is planned."""
    user = User.objects.filter(role=Role.COACH).earliest("pk")
    coach = Coach.objects.create(user=user, days_per_year=200)
    insert_from(
        Engagement,
        f"agreements_preagreement a JOIN {NUMBERED} s ON s.ags = a.commune_id "
        "WHERE a.status = 'in_force' AND a.kind = 'agreement' AND n % 50 < 2",
        agreement_id="a.id",
        coach_id=str(coach.pk),
        status="CASE n % 50 WHEN 0 THEN 'running' ELSE 'planned' END",
        granted_days="5",
        planned_from="current_date - 100 + n % 7 + CASE n % 50 WHEN 0 THEN 0 ELSE 100 END",
        planned_until="current_date + 200 + n % 7",
        started_on="CASE n % 50 WHEN 0 THEN current_date - 90 END",
        prepared_by_id="mine",
        created_at="now()",
    )
