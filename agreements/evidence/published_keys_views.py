"""Certificates and revocation lists for everyone who verifies a signature, now or in ten years.

One-shot certificates point to no list, because they cannot be revoked (RFC 9608); the lists of the authorities are
published all the same.
"""

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from agreements.evidence.portal_keys import signing_service
from core.signing.errors import KeysMissing

HOUR = 60 * 60


@login_not_required
@cache_control(public=True, max_age=HOUR)
@require_safe
def revocation_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list (DER, RFC 5280), looked up among those in the folder: no ``name`` leads elsewhere or is too long."""
    path = {path.stem: path for path in settings.SIGNING["CRL_DIR"].glob("*.crl")}.get(name)
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="application/pkix-crl")


@login_not_required
@cache_control(public=True, max_age=HOUR)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Roots, issuing authority, seal and former authorities (PEM), each under its name."""
    try:
        keys = signing_service().keys
    except KeysMissing as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    labelled = (
        *(("Wurzel", root) for root in keys.roots),
        ("Unterzeichner-CA", keys.authority.certificate),
        ("Siegel", keys.seal.certificate),
        *(("Frühere Unterzeichner-CA", former) for former in keys.former),
    )
    parts = [
        f"# {label}: {certificate.subject.rfc4514_string()}\n{certificate.public_bytes(Encoding.PEM).decode('ascii')}"
        for label, certificate in labelled
    ]
    return HttpResponse("\n".join(parts), content_type="application/x-pem-file; charset=utf-8")
