"""An agreement that both sides signed, on the mayor's pages and by the caseworker."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from django.utils import timezone

from agreements.countersigning.countersigning import countersign
from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, PreAgreement
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued
from tests.plugins.retaken import retaken

Newest = Callable[[], str]


def sign_on_both_sides(
    mayor: Mayor, *, agreement: PreAgreement | None = None, name: str = "Erika Musterfrau"
) -> DocumentVersion:
    """Sign and countersign; the mails are on their way. Returns the version."""
    agreement = agreement or issued()

    def sign() -> tuple[int, SimpleCookie]:
        mayor.go_to_signature()
        mayor.sign_typed(name)
        signed = PreAgreement.objects.get(pk=agreement.pk)
        version = signed.current_version
        assert version is not None
        actor = StaffActor(caseworker_of(signed.commune))
        countersign(signed, actor=actor, version_id=version.pk, identified_at=timezone.now())
        return version.pk, mayor.client.cookies

    if mayor.client.cookies:  # on the way already
        key, _ = sign()
    else:
        key, mayor.client.cookies = retaken(f"{agreement.pk} signed by {name} and the LPR", sign)
    return DocumentVersion.objects.select_related("agreement", "final_file").get(pk=key)


def signed_once(
    remembered: Callable[..., Any],
    newest_link: Callable[[], str],
    newest_code: Callable[[], str],
    *,
    sheet: bool = False,
) -> tuple[DocumentVersion, Mayor]:
    """An agreement that both sides signed, made once in the run, and the mayor whose browser still shows the receipt.

    The mails with file and sheet are still queued. ``sheet``: whether the evidence sheet is already made.
    """

    def sign() -> tuple[int, SimpleCookie]:
        mayor = Mayor(newest_link, newest_code)
        version = sign_on_both_sides(mayor)
        if sheet:
            evidence_of(version)
        return version.pk, mayor.client.cookies

    key, cookies = remembered("signed, with its sheet" if sheet else "signed", sign)
    mayor = Mayor(newest_link, newest_code)
    mayor.client.cookies = cookies
    return DocumentVersion.objects.select_related("agreement", "final_file").get(pk=key), mayor
