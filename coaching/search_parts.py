"""Coachings as they are found from the head of every page; a coach finds the own ones."""

from django.db.models import QuerySet

from coaching.models import Engagement
from core.search_parts import Hit, SearchPart, search_part

GROUP = "Coaching"


def _hits(rows: QuerySet[Engagement]) -> dict[str, Hit]:
    return {
        str(row.pk): Hit(
            row.get_absolute_url(),
            str(row),
            f"{row.coach} · {row.agreement.reference} · {row.period_text}",
            badge=row.status_badge,
        )
        for row in rows.with_parties()  # type: ignore[attr-defined]  # the door's own queryset
    }


search_part(
    SearchPart(
        kind="coaching.engagement",
        group=GROUP,
        symbol="kern-icon--calendar-today",
        key="e.id",
        document="""
            SELECT a.commune_id AS ags, '' AS names,
                concat_ws(' ', 'Coaching', c.name, u.first_name, u.last_name, a.reference) AS details, '' AS body,
                COALESCE(e.started_on, e.planned_from) AS day
            FROM coaching_engagement e JOIN agreements_preagreement a ON a.id = e.agreement_id
                JOIN communes_commune c ON c.ags = a.commune_id JOIN coaching_coach k ON k.id = e.coach_id
                JOIN staff_user u ON u.id = k.user_id
            WHERE {touched}""",
        sources={
            "coaching_engagement": "SELECT id FROM changed",
            "communes_commune": "SELECT e.id FROM coaching_engagement e "
            "JOIN agreements_preagreement a ON a.id = e.agreement_id JOIN changed ON changed.ags = a.commune_id",
            "staff_user": "SELECT e.id FROM coaching_engagement e JOIN coaching_coach k ON k.id = e.coach_id "
            "JOIN changed ON changed.id = k.user_id",
        },
        door=Engagement.objects.visible_to,
        hits=_hits,
    )
)
