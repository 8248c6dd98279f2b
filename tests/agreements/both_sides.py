"""An agreement that both sides signed, on the mayor's pages and by the caseworker."""

from django.utils import timezone

from agreements.countersigning.countersigning import countersign
from agreements.models import DocumentVersion, PreAgreement
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued


def sign_on_both_sides(
    mayor: Mayor, *, agreement: PreAgreement | None = None, name: str = "Erika Musterfrau"
) -> DocumentVersion:
    """Sign and countersign; the mails are on their way. Answers the version."""
    agreement = agreement or issued()
    mayor.go_to_signature()
    mayor.sign_typed(name)
    agreement = PreAgreement.objects.get(pk=agreement.pk)
    version = agreement.current_version
    assert version is not None
    actor = StaffActor(caseworker_of(agreement.commune))
    countersign(agreement, actor=actor, version_id=version.pk, identified_at=timezone.now())
    return DocumentVersion.objects.select_related("agreement", "final_file").get(pk=version.pk)
