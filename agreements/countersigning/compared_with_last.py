"""How the way to the signatory differs from that of the last agreement with the commune (signing rule 20)."""

from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.models.code_channels import CodeChannel

if TYPE_CHECKING:
    from agreements.models import PreAgreement


def compared_with_last(agreement: "PreAgreement") -> list[str]:
    """Sentences about another person, address or way of the code than last time; none without a last time.

    Only of what was signed with the portal more is known than the person.
    """
    others = agreement.commune.agreements.filter(signed_on__isnull=False).exclude(pk=agreement.pk)
    if agreement.signed_on is not None:
        others = others.filter(signed_on__lte=agreement.signed_on)
    last = others.order_by("-signed_on", "-pk").first()
    return [*_other_person(agreement, last), *_other_way(agreement, last)] if last is not None else []


def _other_person(agreement: "PreAgreement", last: "PreAgreement") -> list[str]:
    signed, now = _signed_by(last), _signed_by(agreement) or _to_sign(agreement)
    if not signed or not now or signed == now:
        return []
    return [f"{last.reference} hat {signed} unterzeichnet, hier ist es {now}"]


def _signed_by(agreement: "PreAgreement") -> str:
    version = agreement.current_version
    signature = version.signatures.filter(party="commune").first() if version is not None else None
    return signature.name if signature is not None else ""


def _to_sign(agreement: "PreAgreement") -> str:
    person = agreement.signatory_on(timezone.localdate())
    return person.full_name if person is not None else ""


def _other_way(agreement: "PreAgreement", last: "PreAgreement") -> list[str]:
    former, now = _way(last), _way(agreement)
    if not former[0] or not now[0]:
        return []
    found = []
    if former[0].casefold() != now[0].casefold():
        found.append(f"Bei {last.reference} ging der Link an eine andere E-Mail-Adresse")
    if former[1] != now[1]:
        found.append(f"Bei {last.reference}: {CodeChannel(former[1]).label}, hier: {CodeChannel(now[1]).label}")
    return found


def _way(agreement: "PreAgreement") -> tuple[str, str]:
    """The address of the link and the way of the code: of the newest invitation, else as they would be today."""
    version = agreement.current_version if agreement.status != "draft" else None
    if version is not None:
        sent = version.invitations.order_by("-pk").values_list("recipient", "code_channel").first()
        return sent or ("", "")
    person = agreement.signatory_on(timezone.localdate())
    return (person.email if person is not None else "", agreement.template_version.template.code_channel)
