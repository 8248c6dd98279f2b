"""What of an agreement holds on a day, as expressions for a queryset; ``terms.py`` says the same of one agreement.

Each looks at the row of the query outside; ``agreements`` is the model, handed in since its own queryset asks.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def signed_children(agreements: type[models.Model]) -> models.QuerySet[Any]:
    """Amendments and terminations of the row outside that both sides signed."""
    return agreements._default_manager.filter(amends=OuterRef("pk"), in_force_on__isnull=False).order_by()


def amendments_on(agreements: type[models.Model], day: date) -> models.QuerySet[Any]:
    """Of the row outside, those in force on ``day``, the newest first."""
    amendments = signed_children(agreements).filter(kind="amendment", in_force_on__lte=day)
    return amendments.order_by("-in_force_on", "-pk")


def term_end_on(agreements: type[models.Model], day: date) -> Coalesce:
    """The end of the term as amended on ``day``; the end of time for one without."""
    amendments = amendments_on(agreements, day)
    amended = amendments.annotate(until=Coalesce("term_until", Value(date.max))).values("until")[:1]
    return Coalesce(Subquery(amended), "term_until", Value(date.max))


def topics_from(agreements: type[models.Model], day: date) -> dict[str, Coalesce | Subquery]:
    """Where the topics of the row outside are: the row of its terms, and the notice that changed them, if any."""
    terms = Coalesce(Subquery(amendments_on(agreements, day).values("pk")[:1]), "pk")
    notices = agreements._meta.get_field("notices").related_model
    told = notices._default_manager.filter(  # type: ignore[union-attr]  # a relation
        terms=OuterRef("terms"), new_topics=True, status="confirmed", effective_on__lte=day
    )
    return {"terms": terms, "notice": Subquery(told.order_by("-effective_on", "-number").values("pk")[:1])}
