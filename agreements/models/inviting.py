"""Who is asked to sign a version, and what becomes of the links."""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from agreements.models.agreement_states import AgreementRoute
from agreements.models.ceremony import Invitation
from agreements.models.document import DocumentVersion
from agreements.models.template import TemplateVersion
from communes.models import OfficeHolder
from core.mail import queue_mail
from core.transitions import TransitionRefusedError


class Inviting(models.Model):
    """The invitations of an agreement's current version; used inside its transitions."""

    route: str
    template_version: TemplateVersion

    class Meta:
        abstract = True

    def signatory_on(self, day: date) -> OfficeHolder | None:
        """Who may sign for the commune on ``day``."""
        raise NotImplementedError

    def _invite(self, version: DocumentVersion) -> Invitation | None:
        """The link goes to who signs for the commune; on paper, without an address, the office sends the print."""
        holder = self.signatory_on(timezone.localdate())
        if holder is not None and not holder.email and self.route == AgreementRoute.PRINTED:
            return None
        if holder is None or not holder.email:
            raise TransitionRefusedError(
                "Wer für die Kommune unterzeichnen soll, ist nicht im Amt oder hat keine E-Mail-Adresse. Bitte "
                "ergänzen Sie das in der Akte, oder ziehen Sie die Vereinbarung zurück und ändern Sie den Entwurf."
            )
        if holder.full_name != version.content["commune_signatory"]:
            raise TransitionRefusedError(
                f"Im Amt ist {holder}, die Fassung nennt {version.content['commune_signatory']}. Bitte senden Sie "
                "eine neue Fassung."
            )
        template = self.template_version.template
        invitation = Invitation.objects.create(
            version=version,
            office_holder=holder,
            recipient=holder.email,
            expires_at=timezone.now() + timedelta(days=template.link_days),
            code_channel=template.code_channel,
        )
        queue_mail("agreements.invitation", holder.email, invitation)
        return invitation

    def _close_invitations(self, state: Invitation.State) -> list[int]:
        open_ones = Invitation.objects.filter(version__agreement=self.pk, state=Invitation.State.OPEN)
        closed = list(open_ones.values_list("pk", flat=True))
        open_ones.update(state=state, closed_at=timezone.now())
        return closed
