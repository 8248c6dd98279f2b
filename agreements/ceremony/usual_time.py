"""How long the office usually takes to countersign, told to who has just signed: from what it did, never a promise."""

from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from agreements.models import Signature
from core.working_days import ONE_DAY, is_working_day

LOOKED_BACK = timedelta(days=365)
MOST, FEWEST = 40, 5  # the newest countersignatures; fewer say nothing of the next
WORDS = ("", "einem", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")


def usual_time() -> str:
    """Words like "meist binnen zwei Arbeitstagen", true in three of four cases; empty if too little is known."""
    taken = sorted(_days_taken())
    if len(taken) < FEWEST:
        return ""
    days = taken[-(-len(taken) * 3 // 4) - 1]
    if days == 0:
        return "meist noch am selben Arbeitstag"
    if days == 1:
        return "meist bis zum nächsten Arbeitstag"
    return f"meist binnen {WORDS[days] if days < len(WORDS) else days} Arbeitstagen"


def _days_taken() -> list[int]:
    """In working days, of what both sides signed in the portal."""
    of_commune = Signature.objects.filter(version=OuterRef("version"), party=Signature.Party.COMMUNE)
    countersigned = (
        Signature.objects.filter(party=Signature.Party.LPR, signed_at__gt=timezone.now() - LOOKED_BACK)
        .exclude(method=Signature.Method.PAPER)
        .annotate(commune_signed_at=Subquery(of_commune.values("signed_at")[:1]))
        .order_by("-signed_at")
        .values_list("commune_signed_at", "signed_at")[:MOST]
    )
    return [working_days(*map(timezone.localdate, pair)) for pair in countersigned]


def working_days(first: date, last: date) -> int:
    """How many working days came after ``first``, up to ``last``."""
    days = (last - first).days
    return sum(is_working_day(first + ONE_DAY * number) for number in range(1, days + 1))
