"""Days of coaching: granted in quarters, used by the minute. One day is eight hours."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.utils.formats import number_format

MINUTES_PER_DAY = 480
QUARTER = Decimal("0.25")
DEFINITION = (
    "Ein Tag sind 8 Stunden (480 Minuten). Verbraucht ist die Dauer aller eingetragenen Termine zusammen; "
    "mehr als bewilligt lässt sich nicht eintragen."
)


def days_of(minutes: int) -> Decimal:
    """How many days ``minutes`` are, for people: rounded far behind the comma. Sums are kept in minutes."""
    return Decimal(minutes) / MINUTES_PER_DAY


def minutes_of(days: Decimal) -> int:
    """How many minutes ``days`` are; quarters of a day are whole minutes."""
    return int(days * MINUTES_PER_DAY)


def number_text(days: Decimal) -> str:
    """Days for people, to the hundredth, without idle zeros: "6", "1,5", "0,19"."""
    rounded = days.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return number_format(rounded, 2).rstrip("0").rstrip(",")


def days_text(days: Decimal) -> str:
    """As ``number_text``, with the unit: "1 Tag", "1,5 Tage"."""
    number = number_text(days)
    return f"{number} Tag" if number == "1" else f"{number} Tage"


def duration_text(minutes: int) -> str:
    """Hours and minutes for people: "90 Minuten", "2 Stunden", "2 Stunden 15 Minuten"."""
    hours, rest = divmod(minutes, 60)
    if minutes < 120 and rest:
        return f"{minutes} Minuten"
    spoken = "1 Stunde" if hours == 1 else f"{hours} Stunden"
    return f"{spoken} {rest} Minuten" if rest else spoken


@dataclass(frozen=True, slots=True)
class Budget:
    """What was granted and what of it is used, in minutes."""

    granted: int
    used: int

    @classmethod
    def of(cls, granted_days: Decimal, used_minutes: int) -> Self:
        """Of ``granted_days`` with ``used_minutes`` used."""
        return cls(minutes_of(granted_days), used_minutes)

    @property
    def left(self) -> int:
        """Minutes that can still be entered."""
        return self.granted - self.used

    @property
    def short_text(self) -> str:
        """For a table: "1,25 von 6"."""
        return f"{number_text(days_of(self.used))} von {number_text(days_of(self.granted))}"

    @property
    def text(self) -> str:
        """For the page: "1,25 von 6 Tagen verbraucht (10 Stunden); es bleiben 4,75 Tage."."""
        unit = "Tag" if self.granted == MINUTES_PER_DAY else "Tagen"
        used = f"{self.short_text} {unit} verbraucht"
        if self.used:
            used += f" ({duration_text(self.used)})"
        return f"{used}; es bleiben {days_text(days_of(self.left))} ({duration_text(self.left)})."

    def refusal(self, minutes: int) -> str:
        """Why a session of ``minutes`` is too long, as a German sentence; empty when it is not."""
        if minutes <= self.left:
            return ""
        return (
            f"Bewilligt sind {days_text(days_of(self.granted))}, es bleiben {self.left} Minuten; dieser Termin "
            f"dauert {minutes} Minuten. Bitte prüfen Sie die Dauer. Für weitere Tage legt die Sachbearbeitung ein "
            "neues Coaching an."
        )
