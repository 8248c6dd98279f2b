"""The page for a person in an office of a commune."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from communes.lookup import form_page, visible_commune
from communes.office_holders.forms import OfficeHolderForm
from communes.office_holders.saving import save_office_holder
from communes.policies import can_change_commune
from communes.responsibility import actor_for
from core.optimistic_forms import SAVED


@require_http_methods(["GET", "POST"])
def office_holder(request: HttpRequest, ags: str, pk: int | None = None) -> HttpResponse:
    """Add a person in an office, or correct one, such as a missing mail address; others see why not."""
    commune = visible_commune(request, ags)
    holder = get_object_or_404(commune.office_holders, pk=pk) if pk else None
    actor = actor_for(request, commune)
    decision = can_change_commune(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = OfficeHolderForm(
        request.POST or None, instance=holder, commune=commune, cancel_url=commune.get_absolute_url()
    )
    status = form.attempt(lambda: save_office_holder(form, actor=actor)) if request.method == "POST" else 0
    if status == SAVED:
        messages.success(request, f"Die Angaben zu {form.instance.full_name} sind gespeichert.")
        return redirect(commune)
    title = "Amtsperson bearbeiten" if holder else "Amtsperson anlegen"
    return form_page(request, commune, title, form, refused_with=status)
