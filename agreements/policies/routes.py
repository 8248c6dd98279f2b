"""Which way an agreement goes: its template's signature level decides, when it is drafted and again when it is sent."""

from agreements.models import AgreementTemplate, PreAgreement
from agreements.models.agreement_states import AgreementRoute

_Level = AgreementTemplate.SignatureLevel
_ROUTES = {
    _Level.TEXT: PreAgreement.Route.ONLINE,
    _Level.ADVANCED: PreAgreement.Route.ONLINE,
    _Level.QUALIFIED: PreAgreement.Route.QUALIFIED,
    _Level.PAPER: PreAgreement.Route.PRINTED,
}


def route_of(template: AgreementTemplate) -> AgreementRoute:
    """The route that agreements from ``template`` take."""
    return _ROUTES[_Level(template.signature_level)]
