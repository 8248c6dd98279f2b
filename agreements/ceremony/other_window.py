"""A browser has one ceremony: a second link takes the place of the first, older windows are about another version."""

from django import forms
from django.http import HttpRequest

from agreements.models import Ceremony

ANOTHER_AGREEMENT = (
    "In diesem Browser wurde inzwischen ein anderer Link geöffnet. Ihre Eingabe wurde nicht gesendet: Hier geht es "
    "jetzt um die {noun} {reference}. Bitte prüfen Sie, ob Sie diese meinen, oder öffnen Sie den anderen Link noch "
    "einmal."
)
OUTDATED_PAGE = (
    "Diese Seite war veraltet, Ihre Eingabe wurde nicht gesendet. Hier geht es um die {noun} {reference}: Wenn Sie "
    "diese meinen, senden Sie bitte noch einmal."
)


def shows_another(request: HttpRequest, ceremony: Ceremony, form: forms.Form) -> bool:
    """Whether the page that was sent is about another version: two links in one browser share the cookie.

    A page that does not name what it showed is outdated. The form says so; nothing of one agreement becomes an
    answer to another.
    """
    version = ceremony.invitation.version
    shown = request.POST.get("shown", "")
    if request.method != "POST" or shown == version.sha256:
        return False
    reason = ANOTHER_AGREEMENT if shown else OUTDATED_PAGE
    form.add_error(None, reason.format(noun=version.agreement.noun, reference=version.agreement.reference))
    return True
