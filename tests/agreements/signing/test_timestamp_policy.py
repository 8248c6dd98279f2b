"""The policy of timestamps: asked for, answered, checked (RFC 3161)."""

from dataclasses import replace

import pytest
from asn1crypto import core, tsp

from agreements.evidence.portal_keys import signing_service
from core.signing.authority import POLICY
from core.signing.errors import TimestampUnavailable
from core.signing.signing_service import SigningService
from tests.agreements.signing.authorities import replying, served
from tests.agreements.signing.conftest import sign_for_commune
from tests.plugins.signing_keys import make_service

OTHER_POLICY = "0.4.0.2023.1.1"


def with_policy(signing_keys, url: str, policy: str) -> SigningService:
    return replace(make_service(signing_keys, url), tsa_policy=policy)


def test_the_policy_that_the_operator_wants_is_asked_for(signing_keys, issued, authority):
    asked = []

    def answer(query: bytes) -> bytes:
        asked.append(tsp.TimeStampReq.load(query)["req_policy"].dotted)
        return authority.answer(query)

    with served(replying(answer)) as url:
        assert sign_for_commune(with_policy(signing_keys, url, POLICY), issued).signed_at
    assert set(asked) == {POLICY}


def test_an_authority_that_does_not_have_this_policy_says_so_in_the_log(signing_keys, issued, authority, caplog):
    with served(replying(authority.answer)) as url, pytest.raises(TimestampUnavailable):
        sign_for_commune(with_policy(signing_keys, url, OTHER_POLICY), issued)
    assert "refused: rejection unaccepted_policy" in caplog.text


def test_the_policy_comes_from_the_settings(signing_keys, timestamp_authority, settings):
    settings.SIGNING = {**settings.SIGNING, "TSA_POLICY": OTHER_POLICY}
    assert signing_service().tsa_policy == OTHER_POLICY


def test_a_token_under_another_policy_than_asked_for_is_not_taken(signing_keys, issued, authority, caplog):
    """RFC 3161, 2.4.2: the policy of the token must be that of the query. Signed, trusted, and still not taken."""

    def deaf(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        del request["req_policy"]
        return authority.answer(request.dump(force=True))

    with served(replying(deaf)) as url:
        with pytest.raises(TimestampUnavailable, match="Es wurde nichts unterzeichnet"):
            sign_for_commune(with_policy(signing_keys, url, OTHER_POLICY), issued)
        assert f"its policy is {POLICY}, TSA_POLICY wants {OTHER_POLICY}" in caplog.text
        assert sign_for_commune(with_policy(signing_keys, url, ""), issued).signed_at, "any policy, if none is wanted"


def test_our_own_authority_has_one_policy(authority):
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    for policy, status in ((POLICY, 0), (OTHER_POLICY, 2)):
        query = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "req_policy": policy}).dump()
        assert core.Sequence.load(authority.answer(query))[0][0].native == status
