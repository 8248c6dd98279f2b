"""The mayor's page between the code and the text, where a former version was sent: what is new (signing rule 5)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.ceremony import ceremonies
from agreements.ceremony.active_ceremony import identified, in_ceremony
from agreements.models import Ceremony
from agreements.text.versions import changes_for_signatory


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def changes(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Shown once before the text; later again by a link. What was confirmed in an older window is shown again."""
    version = ceremony.invitation.version
    found = changes_for_signatory(version)
    confirmed = request.method == "POST" and request.POST.get("shown") == version.sha256
    if confirmed:
        ceremonies.confirm_changes(ceremony)
    if confirmed or not found:
        return redirect("ceremony-read")
    outdated = request.method == "POST"
    context = {"changes": found, "agreement": version.agreement, "version": version, "outdated": outdated}
    return render(request, "agreements/ceremony/changed.html", context, status=409 if outdated else 200)
