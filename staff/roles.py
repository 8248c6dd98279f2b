"""The roles of accounts."""

from django.db import models


class Role(models.TextChoices):
    """What an account is for."""

    CASEWORKER = "caseworker", "Sachbearbeitung"
    HEAD = "head", "Leitung"
    ADMIN = "admin", "Administration"
    COACH = "coach", "Coach"


# Who works at the LPR; a coach does not.
OFFICE = frozenset({Role.CASEWORKER, Role.HEAD, Role.ADMIN})
