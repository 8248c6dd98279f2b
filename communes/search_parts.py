"""What of the register and of daily work is found from the head of every page."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from communes.models import Attachment, Commune, Contact, OfficeHolder, Task
from communes.policies import can_change_commune
from core import dates
from core.badges import Badge
from core.models import JournalText
from core.search_parts import Hit, SearchAction, SearchPart, search_action, search_part
from core.timeline import title_of
from staff.models import User

COMMUNES, PEOPLE, FILE, FILES = "Kommunen", "Personen", "Verlauf und Aufgaben", "Unterlagen"
NAME = "concat_ws(' ', {0}.title, {0}.first_name, {0}.last_name)"
SAXONY = "Europe/Berlin"


def page_of_commune(name: str) -> Callable[[Commune], str]:
    """From a commune to its page of this name."""
    fragment = "#notiz" if name == "commune" else ""
    return lambda commune: reverse(name, args=[commune.ags]) + fragment


def _of_the_office(user: User, model: type[Model]) -> QuerySet[Any]:
    """Everything for the office, nothing for a coach: as ``Commune.objects.visible_to``."""
    rows = model._default_manager.all()
    return rows if user.is_office else rows.none()


def _communes(rows: QuerySet[Commune]) -> dict[str, Hit]:
    today = timezone.localdate()
    heads = OfficeHolder.objects.on(today).mayors().select_related("commune")
    rows = rows.select_related("district", "successor")
    return {row.pk: _commune(row) for row in rows.prefetch_related(Prefetch("office_holders", heads, to_attr="heads"))}


def _commune(row: Any) -> Hit:
    head = next(iter(row.heads), None)
    exists = row.exists_on(timezone.localdate())
    former = f"gehört heute zu {row.successor}" if row.successor else "gibt es nicht mehr"
    return Hit(
        row.get_absolute_url(),
        row.full_name,
        " · ".join(filter(None, (row.sorbian_name, row.district.full_name, "" if exists else former))),
        text=str(head) if head else "",
        badge=None if exists else Badge("früher"),
        phone=head.phone if head else "",
    )


def _holders(rows: QuerySet[OfficeHolder]) -> dict[str, Hit]:
    return {str(row.pk): _holder(row) for row in rows.select_related("commune")}


def _holder(row: OfficeHolder) -> Hit:
    over = row.valid_until is not None and row.valid_until < timezone.localdate()
    return Hit(
        f"{row.commune.get_absolute_url()}#amtspersonen",
        row.full_name,
        f"{row.office_title}, {row.commune.full_name}" + (f" ({row.period_text})" if over else ""),
        phone=row.phone,
        badge=Badge("früher") if over else None,
    )


def _contacts(rows: QuerySet[Contact]) -> dict[str, Hit]:
    return {
        str(row.pk): Hit(
            f"{row.commune.get_absolute_url()}#ansprechpersonen",
            row.full_name,
            ", ".join(filter(None, (row.function, row.commune.full_name))),
            phone=row.phone,
            badge=None if row.active else Badge("nicht mehr aktuell"),
        )
        for row in rows.select_related("commune")
    }


def _tasks(rows: QuerySet[Task]) -> dict[str, Hit]:
    return {
        str(row.pk): Hit(
            f"{row.commune.get_absolute_url()}#aufgaben",
            row.title,
            row.commune.full_name,
            badge=Badge("erledigt", "success") if row.done_at else None,
            when=dates.day(row.done_at) if row.done_at else f"fällig {dates.day(row.due_on)}",
        )
        for row in rows.select_related("commune")
    }


def _attachments(rows: QuerySet[Attachment]) -> dict[str, Hit]:
    return {
        str(row.pk): Hit(
            reverse("attachment", args=[row.commune_id, row.pk]),
            row.title,
            f"{row.get_kind_display()}, {row.page_count} {'Seite' if row.page_count == 1 else 'Seiten'} · "
            f"{row.commune.full_name}",
            text=row.note,
            when=dates.day(row.dated),
        )
        for row in rows.select_related("commune")
    }


def _texts(rows: QuerySet[JournalText]) -> dict[str, Hit]:
    found = list(rows.select_related("entry"))
    communes = Commune.objects.in_bulk({row.entry.key for row in found})
    return {
        str(row.pk): Hit(
            reverse("commune-timeline", args=[row.entry.key], query={"eintrag": row.entry_id})
            + f"#eintrag-{row.entry_id}",
            title_of(row.entry),
            communes[row.entry.key].full_name,
            text=row.text,
            when=dates.day(row.entry.at),
        )
        for row in found
        if row.entry.key in communes
    }


search_part(
    SearchPart(
        kind="communes.commune",
        group=COMMUNES,
        symbol="kern-icon--home",
        key="c.ags",
        document="""
            SELECT c.ags, concat_ws(' ', c.name, c.official_name, c.sorbian_name) AS names,
                concat_ws(' ', c.ags, c.postcode, d.name, a.name) AS details, '' AS body, NULL::date AS day
            FROM communes_commune c JOIN communes_district d ON d.key = c.district_id
                LEFT JOIN communes_association a ON a.key = c.association_id
            WHERE {touched}""",
        sources={
            "communes_commune": "SELECT ags FROM changed",
            "communes_district": "SELECT c.ags FROM communes_commune c JOIN changed ON changed.key = c.district_id",
            "communes_association": "SELECT c.ags FROM communes_commune c "
            "JOIN changed ON changed.key = c.association_id",
        },
        door=Commune.objects.visible_to,
        hits=_communes,
    )
)
search_part(
    SearchPart(
        kind="communes.officeholder",
        group=PEOPLE,
        symbol="kern-icon--account-circle",
        key="h.id",
        document=f"""
            SELECT h.commune_id AS ags, {NAME.format("h")} AS names,
                concat_ws(' ', CASE h.office WHEN 'deputy' THEN 'Stellvertretung'
                    WHEN 'acting' THEN 'Amtsverweser Amtsverweserin'
                    ELSE 'Bürgermeister Bürgermeisterin Oberbürgermeister Oberbürgermeisterin' END,
                    h.email, h.phone) AS details, '' AS body, h.valid_from AS day
            FROM communes_officeholder h
            WHERE {{touched}}""",  # noqa: S608 - of the portal's own names
        sources={"communes_officeholder": "SELECT id FROM changed"},
        door=lambda user: _of_the_office(user, OfficeHolder),
        hits=_holders,
    )
)
search_part(
    SearchPart(
        kind="communes.contact",
        group=PEOPLE,
        symbol="kern-icon--account-circle",
        key="p.id",
        document=f"""
            SELECT p.commune_id AS ags, {NAME.format("p")} AS names,
                concat_ws(' ', p.function, p.email, p.phone) AS details, '' AS body, NULL::date AS day
            FROM communes_contact p
            WHERE {{touched}}""",  # noqa: S608 - of the portal's own names
        sources={"communes_contact": "SELECT id FROM changed"},
        door=lambda user: _of_the_office(user, Contact),
        hits=_contacts,
    )
)
search_part(
    SearchPart(
        kind="communes.task",
        group=FILE,
        symbol="kern-icon--checklist",
        key="t.id",
        document="""
            SELECT t.commune_id AS ags, '' AS names, 'Aufgabe' AS details, t.title AS body,
                t.due_on AS day
            FROM communes_task t
            WHERE {touched}""",
        sources={"communes_task": "SELECT id FROM changed"},
        door=Task.objects.visible_to,
        hits=_tasks,
        by_commune=False,
    )
)
search_part(
    SearchPart(
        kind="communes.attachment",
        group=FILES,
        symbol="kern-icon--content-copy",
        key="f.id",
        document="""
            SELECT f.commune_id AS ags, f.title AS names,
                CASE f.kind WHEN 'letter' THEN 'Schreiben' WHEN 'minutes' THEN 'Protokoll'
                    WHEN 'analysis' THEN 'Analyse Bericht' WHEN 'resolution' THEN 'Beschluss'
                    WHEN 'contract' THEN 'Vereinbarung Vertrag' WHEN 'picture' THEN 'Bild Plan' ELSE '' END AS details,
                f.note AS body, f.dated AS day
            FROM communes_attachment f WHERE f.removed_at IS NULL AND {touched}""",
        sources={"communes_attachment": "SELECT id FROM changed"},
        door=Attachment.objects.visible_to,
        hits=_attachments,
        by_commune=False,
    )
)
search_part(
    SearchPart(
        kind="core.journaltext",
        group=FILE,
        symbol="kern-icon--draft",
        # What was erased by law is found no more: the text is empty. Tasks and files are found themselves.
        key="x.id",
        document=f"""
            SELECT e.key AS ags, '' AS names, '' AS details, x.text AS body,
                (e.at AT TIME ZONE '{SAXONY}')::date AS day
            FROM core_journaltext x JOIN core_journalentry e ON e.id = x.entry_id
            WHERE x.text <> '' AND length(e.key) = 8 AND e.kind !~ '^(task|attachment)[.]' AND {{touched}}""",  # noqa: S608 - of the portal's own names
        sources={"core_journaltext": "SELECT id FROM changed"},
        door=lambda user: _of_the_office(user, JournalText),
        hits=_texts,
        by_commune=False,
    )
)
for _label, _symbol, _name, _also in (
    ("Notiz schreiben", "kern-icon--draft", "commune", "Anruf festhalten Telefonnotiz Gespräch"),
    ("Aufgabe anlegen", "kern-icon--checklist", "task-add", "Wiedervorlage"),
    (
        "Fakt erfassen",
        "kern-icon--calendar-today",
        "milestone-add",
        "Kontakt Beratung Kooperation KPR",
    ),
    ("Unterlage hinzufügen", "kern-icon--content-copy", "attachment-add", "Datei hochladen"),
    ("Ansprechperson anlegen", "kern-icon--account-circle", "contact-add", ""),
    ("Amtsperson anlegen", "kern-icon--account-circle", "office-holder-add", "Bürgermeisterin Bürgermeister Wahl"),
):
    search_action(SearchAction(_label, _symbol, page_of_commune(_name), can_change_commune, _also))
