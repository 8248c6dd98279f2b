"""Offices of a commune and how people say them."""

from django.db import models


class Salutation(models.TextChoices):
    """How a person wants to be addressed."""

    FEMALE = "female", "Frau"
    MALE = "male", "Herr"
    NONE = "none", "keine Angabe"


class Office(models.TextChoices):
    """An office that can represent a commune."""

    MAYOR = "mayor", "Bürgermeisterin oder Bürgermeister"
    ACTING = "acting", "Amtsverweserin oder Amtsverweser"
    DEPUTY = "deputy", "Stellvertretung"


def problem_with_rank(office: str, rank: int | None) -> str:
    """Why an office cannot have this rank, with what to do; empty when it can."""
    if office == Office.DEPUTY and not rank:
        return "Bitte geben Sie an, an welcher Stelle diese Person vertritt."
    if office != Office.DEPUTY and rank:
        return "Nur eine Stellvertretung hat eine Reihenfolge. Bitte lassen Sie das Feld leer."
    return ""


def office_title(office: str, salutation: str, *, lord_mayor: bool) -> str:
    """The office in the form of address that fits the person (domain rules 5 and 25).

    ``lord_mayor``: whether the commune is headed by an Oberbürgermeister. Without a salutation the
    neutral form is given: "Bürgermeisteramt".
    """
    stem = "Oberbürgermeister" if lord_mayor else "Bürgermeister"
    if office == Office.ACTING:
        return {"female": "Amtsverweserin", "male": "Amtsverweser"}.get(salutation, "Amtsverwesung")
    if office == Office.DEPUTY:
        forms = {"female": f"Stellvertretende {stem}in", "male": f"Stellvertretender {stem}"}
        return forms.get(salutation, f"Stellvertretung im {stem}amt")
    return {"female": f"{stem}in", "male": stem}.get(salutation, f"{stem}amt")
