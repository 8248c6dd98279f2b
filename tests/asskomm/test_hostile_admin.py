"""The admin with what nobody should send: lists, forms and addresses of every model."""

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.urls import reverse

from tests.asskomm import portal_world
from tests.asskomm.hostile_forms import ONE_EACH
from tests.asskomm.hostile_values import ARGUMENTS, QUERIES, some
from tests.asskomm.hostile_walk import Walk, quoted
from tests.asskomm.page_forms import read
from tests.asskomm.test_hostile_requests import TRIED, try_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_keys")]

LIST = ("o", "p", "q", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters", "id__in", "pk__gt")
OF_DATES = ("__year", "__month", "__day", "__gte", "__isnull")
ROLES = ("admin", "responsible")
LABELS = sorted(model._meta.label_lower for model in admin.site._registry)


def parameters(page: ModelAdmin) -> list[str]:
    """What a list's address may hold: Django's own, its filters', its calendar's."""
    of_days = [f"{page.date_hierarchy}{part}" for part in OF_DATES] if page.date_hierarchy else []
    of_filters = [f"{each}{part}" for each in page.list_filter for part in ("", "__exact", "__id__exact", "__isnull")]
    return [*LIST, *of_days, *of_filters]


@pytest.mark.parametrize("label", LABELS)
def test_no_page_of_a_model_is_answered_by_a_fault(label):
    world = portal_world.build()
    portal_world.issued_agreement(world)
    page = next(page for model, page in admin.site._registry.items() if model._meta.label_lower == label)
    prefix = f"admin:{label.replace('.', '_')}"
    row = page.model._default_manager.order_by("pk").first()
    TRIED.clear()
    faults = []
    for role in ROLES:
        walk = Walk(world.client(role))
        for number, name in enumerate(parameters(page) if role == "admin" else ()):
            for value in some(QUERIES, 3, number):
                walk.get(reverse(f"{prefix}_changelist"), {name: value})
        for number, kind in enumerate(("change", "delete", "history")):
            for value in some(ARGUMENTS, 10 if role == "admin" else 2, number):
                walk.get(reverse(f"{prefix}_{kind}", args=["KEY"]).replace("KEY", quoted(value)))
        addresses = [reverse(f"{prefix}_changelist"), reverse(f"{prefix}_add")]
        addresses += [reverse(f"{prefix}_change", args=[row.pk])] if row else []
        for address in addresses:
            answer = walk.get(address)
            if answer is not None and answer.status_code == 200:
                for form in read(answer.content.decode())[0]:
                    if form.method == "post":
                        try_form(walk, form, address, alone=ONE_EACH)
        faults += [f"{role}: {fault}" for fault in walk.faults]
    assert faults == []
