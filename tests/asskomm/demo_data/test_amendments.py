"""The demo's agreement that was changed, and the one that both sides agreed to end."""

import pytest
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.models.terms import terms_on
from agreements.text import standard_template
from asskomm.demo_data import accounts, amendments, made_up_communes, on_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_both_are_there_once():
    standard_template.load()
    made_up_communes.load()
    accounts.load()
    for _ in range(2):
        on_paper.load()
        amendments.load()
    amendment = PreAgreement.objects.get(kind="amendment")
    termination = PreAgreement.objects.get(kind="termination")
    today = timezone.localdate()
    assert terms_on(amendment.amends, today).row == amendment
    assert termination.amends.is_in_force_on(termination.last_day)
    assert set(PreAgreement.objects.in_force_on(today)) == {amendment.amends, termination.amends}
