"""Who acts for whom on a day: the one rule about absences (domain rule 20).

Who is absent is stood in for by the substitute that was entered; while that person is absent too, by the substitute's
own substitute, and so on. Everyone on that way may act "i. V. für" the absent person; the first who is there is asked
and told. Where the way leads nowhere (in a circle, or to an account that is closed) it is the head's: heads may act
everywhere anyway.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from staff.models import Role, Substitution, User
from staff.policies import HANDLERS


@dataclass(frozen=True, slots=True)
class Absences:
    """Who is absent on one day. ``rows``: by the absent person's key."""

    rows: Mapping[int, Substitution]

    @classmethod
    def on(cls, day: date) -> Self:
        """One query."""
        rows = Substitution.objects.on(day).select_related("absent", "substitute")
        return cls({row.absent_id: row for row in rows})

    def substitutes_of(self, user: User) -> list[User]:
        """Who may act for ``user``, in the order in which they are asked; nobody for who is there."""
        found: list[User] = []
        row = self.rows.get(user.pk)
        while row is not None and row.substitute not in (user, *found):
            found.append(row.substitute)
            row = self.rows.get(row.substitute_id)
        return found

    def is_there(self, user: User) -> bool:
        """Whether ``user`` handles communes and is not absent."""
        return user.is_active and user.role in HANDLERS and user.pk not in self.rows

    def who_acts_for(self, user: User) -> User | None:
        """``user``, if there, else the first substitute who is; None: it is the head's."""
        return next((person for person in (user, *self.substitutes_of(user)) if self.is_there(person)), None)

    def stood_in_for_by(self, user: User) -> list[Substitution]:
        """The absences in which ``user`` may act for the absent person."""
        return [row for row in self.rows.values() if user in self.substitutes_of(row.absent)]


def stands_in_for(user: User, absent: User, day: date) -> bool:
    """Whether ``user`` may act for ``absent`` on ``day``."""
    return user in Absences.on(day).substitutes_of(absent)


def heads() -> list[User]:
    """Whose it is when nobody else is there, and who is told of what one person did alone; by name."""
    return list(User.objects.filter(role=Role.HEAD, is_active=True).order_by("last_name", "first_name", "pk"))
