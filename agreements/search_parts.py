"""Agreements as they are found from the head of every page: by reference, commune and topics."""

from django.db.models import QuerySet
from django.urls import reverse

from agreements.models import PreAgreement
from agreements.policies.drafts import can_prepare
from core.search_parts import Hit, SearchAction, SearchPart, search_action, search_part

GROUP = "Vereinbarungen"


def _hits(rows: QuerySet[PreAgreement]) -> dict[str, Hit]:
    found = rows.select_related("commune", "amends").prefetch_related("topics")
    return {str(row.pk): _hit(row) for row in found}


def _hit(row: PreAgreement) -> Hit:
    topics = ", ".join(topic.name for topic in row.topics.all())
    return Hit(
        row.get_absolute_url(),
        row.reference,
        " · ".join(filter(None, (row.noun, row.commune.full_name, topics))),
        badge=row.status_badge,
    )


search_part(
    SearchPart(
        kind="agreements.preagreement",
        group=GROUP,
        symbol="kern-icon--edit",
        key="a.id",
        document="""
            SELECT a.commune_id AS ags, a.reference AS names,
                concat_ws(' ', CASE a.kind WHEN 'amendment' THEN 'Änderung' WHEN 'termination' THEN 'Aufhebung'
                    ELSE 'Vorvereinbarung' END,
                    (SELECT string_agg(t.name, ' ' ORDER BY t.name) FROM agreements_preagreement_topics l
                        JOIN communes_topic t ON t.id = l.topic_id WHERE l.preagreement_id = a.id)) AS details,
                '' AS body, (a.status_since AT TIME ZONE 'Europe/Berlin')::date AS day
            FROM agreements_preagreement a
            WHERE {touched}""",
        sources={
            "agreements_preagreement": "SELECT id FROM changed",
            "agreements_preagreement_topics": "SELECT preagreement_id FROM changed",
            "communes_topic": "SELECT l.preagreement_id FROM agreements_preagreement_topics l "
            "JOIN changed ON changed.id = l.topic_id",
        },
        door=PreAgreement.objects.visible_to,
        hits=_hits,
    )
)
search_action(
    SearchAction(
        "Vorvereinbarung anlegen",
        "kern-icon--edit",
        lambda commune: reverse("agreement-create", query={"kommune": commune.ags}),
        can_prepare,
    )
)
