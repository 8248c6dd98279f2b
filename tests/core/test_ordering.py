"""NULLS LAST is said where a value may be missing and nowhere else, since no index gives that order backwards."""

import pytest
from django.db.models import F, IntegerField, Value
from django.db.models.functions import Length

from agreements.models import PreAgreement
from coaching.models import Engagement
from communes.models import Commune
from core.ordering import ordering


def said(rows, *names: str, descending: bool = False) -> list[tuple[str, str, bool]]:
    order = ordering(rows, names, descending=descending)
    return [(part.expression.name, "-" if part.descending else "+", part.nulls_last is True) for part in order]


@pytest.mark.parametrize(
    ("model", "name", "may_be_null"),
    [
        (Commune, "sort_key", False),
        (Commune, "population", True),
        (Commune, "district", False),
        (Commune, "district__name", False),
        (Commune, "association__name", True),  # not every commune is in one
        (Commune, "successor__name", True),
        (Commune, "agreements__status", True),  # rows that point here: there may be none
        (PreAgreement, "in_force_on", True),
        (PreAgreement, "commune__sort_key", False),
        (PreAgreement, "commune__population", True),
        (PreAgreement, "recorded_resolution__state", True),
        (Engagement, "agreement__commune__district__name", False),
    ],
)
def test_only_what_may_be_missing_comes_last(model, name, may_be_null):
    for descending in (False, True):
        assert said(model.objects.all(), name, descending=descending)[0][2] is may_be_null


def test_of_what_was_annotated_nothing_is_known():
    rows = Commune.objects.annotate(letters=Length("name"), twice=Value(2, output_field=IntegerField()) * F("area_ha"))
    assert [part[2] for part in said(rows, "letters", "twice")] == [True, True, False]


def test_ties_go_by_primary_key_unless_there_are_none():
    assert said(Commune.objects.all(), "sort_key") == [("sort_key", "+", False), ("pk", "+", False)]
    assert said(PreAgreement.objects.all(), "reference", descending=True) == [("reference", "-", False)]
    assert said(Commune.objects.all(), "ags") == [("ags", "+", False)]
    assert said(Commune.objects.all(), "ars")[1:] == [("pk", "+", False)]  # unique, but several may have none


def test_a_sign_turns_one_field_round_and_the_direction_all_of_them():
    assert [part[1] for part in said(Commune.objects.all(), "-population", "sort_key")] == ["-", "+", "+"]
    assert [part[1] for part in said(Commune.objects.all(), "-population", "sort_key", descending=True)] == [
        "+",
        "-",
        "-",
    ]
