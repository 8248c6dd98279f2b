"""From what the ledger found to what is said: one outcome for page and report."""

from datetime import datetime

from django.utils import timezone

from agreements.models import DocumentVersion, PreAgreement, Signature
from agreements.verification import ledger
from agreements.verification.checks import Check, CheckedFile, checks_by_code, checks_by_file
from agreements.verification.headline import GENUINE_FILES, NO_SUCH_CODE, Headline, by_code, by_file
from agreements.verification.legal_status import belongs_to, phrase_of
from agreements.verification.outcome import POLICY, Basis, Line, Outcome, SignerLine
from agreements.verification.standing import Standing, State, standing_of
from agreements.verification.validated import validated
from core import dates
from core.signing.etsi_terms import Result, result_of
from core.signing.reasons import Reason
from core.signing.verdict import Verdict

WRONG_CODE = "Die Datei ist echt, der eingegebene Code gehört aber {to}. {advice}"
ANOTHERS_CODE = WRONG_CODE.format(
    to="zu einer anderen Vereinbarung",
    advice="Bitte prüfen Sie, ob Sie die Datei gewählt haben, um die es Ihnen geht.",
)
NOBODYS_CODE = WRONG_CODE.format(to="zu keiner Vereinbarung", advice="Bitte vergleichen Sie den Code mit dem Dokument.")
NO_FILE = "Ohne Datei gibt es kein Ergebnis nach ETSI TS 119 102-1."
NO_SIGNATURE = "Ohne Signatur in der Datei gibt es kein Ergebnis nach ETSI TS 119 102-1."
UHR = "\u00a0Uhr"  # never alone in a line
CHECK_FILE = "Prüfen Sie auch die Datei, die Sie haben."
COMPARE_CODE = (
    "Stimmt er überein, stammt das Dokument nicht aus diesem Portal. "
    "Fragen Sie dann bitte die Stelle, von der Sie es haben."
)


def conclude_code(code: str) -> Outcome:
    """Of a code alone."""
    version = ledger.find(code)
    if version is None:
        return _outcome(Basis.CODE, NO_SUCH_CODE, COMPARE_CODE, why=NO_FILE)
    standing = standing_of(version)
    noun = "Vereinbarung" if version.agreement.kind == PreAgreement.Kind.AGREEMENT else version.agreement.noun
    checks = checks_by_code(standing)
    return _outcome(
        Basis.CODE,
        by_code(standing, noun),
        CHECK_FILE,
        why=NO_FILE,
        version=version,
        standing=standing,
        checks=checks,
    )


def conclude_file(finding: ledger.Finding, verdict: Verdict, *, digest: str, code: str, basis: Basis) -> Outcome:
    """Of a file, by what the ledger found. ``digest``: its SHA-256; ``code``: what was typed with it."""
    version = finding.version
    standing = standing_of(version) if version else None
    result, at = _result(finding, verdict)
    genuine_passed = verdict.reason in GENUINE_FILES and result is not None and result.sub_indication is None
    headline = by_file(verdict.reason, standing, wrong_code=_wrong_code(finding, code), validated=genuine_passed)
    return _outcome(
        basis,
        headline,
        verdict.reason.advice,
        result=result,
        why="" if result else NO_SIGNATURE,
        version=version,
        standing=standing,
        checks=checks_by_file(_checked(finding, verdict, code, passed=genuine_passed), standing),
        digest=digest,
        validated_at=at,
    )


def _result(finding: ledger.Finding, verdict: Verdict) -> tuple[Result | None, datetime | None]:
    """What the signatures come to, and when that was found out if it is remembered; None without a signature."""
    version = finding.version
    if verdict.reason in GENUINE_FILES and version is not None:
        stored = version.evidence_file if verdict.reason is Reason.EVIDENCE else version.final_file
        assert stored is not None
        why, at = validated(version, stored)
        return result_of(why), at
    return (result_of(verdict.sub_indication) if verdict.sub_indication else None), None


def _checked(finding: ledger.Finding, verdict: Verdict, code: str, *, passed: bool) -> CheckedFile:
    signatures = {each.party: each for each in finding.version.signatures.all()} if finding.version else {}
    commune, lpr = signatures.get(Signature.Party.COMMUNE), signatures.get(Signature.Party.LPR)
    return CheckedFile(
        verdict.reason,
        validated=passed,
        stamped=dates.moment(lpr.signed_at) if lpr else "",
        outside=commune.certificate_issuer if commune and commune.method == Signature.Method.QUALIFIED else "",
        code_typed=bool(code),
        code_is_anothers=finding.code_is_anothers,
    )


def _wrong_code(finding: ledger.Finding, code: str) -> str:
    """What to say of a typed code that is not the genuine file's; which document it belongs to is not repeated."""
    if not finding.code_is_anothers:
        return ""
    return ANOTHERS_CODE if ledger.find(code) else NOBODYS_CODE


def _outcome(  # noqa: PLR0913 - the parts of one answer, each by its name
    basis: Basis,
    headline: Headline,
    advice: str,
    *,
    why: str,
    result: Result | None = None,
    version: DocumentVersion | None = None,
    standing: Standing | None = None,
    checks: list[Check] | None = None,
    digest: str = "",
    validated_at: datetime | None = None,
) -> Outcome:
    now = timezone.now()
    sub = result.sub_indication if result else None
    return Outcome(
        basis=basis.value,
        tone=headline.tone.value,
        title=headline.title,
        sentence=headline.sentence,
        advice=advice,
        indication=result.indication.value if result else "",
        sub_indication=sub.value if sub else "",
        why=sub.meaning if sub else why,
        checked_at=f"{dates.moment(now)} Uhr",
        moment=now.isoformat(timespec="seconds"),
        sha256=digest,
        code=version.check_code if version else "",
        reference=version.agreement.reference if version else "",
        heading=f"{version.agreement.noun} {version.agreement.reference}" if version else "",
        facts=tuple(_facts(version, standing)) if version and standing else (),
        belongs_to=tuple(belongs_to(version)) if version else (),
        signers=tuple(map(_signer, version.signatures.all())) if version else (),
        checks=tuple(Line(check.label, check.detail, check.word.value) for check in checks or []),
        technical=tuple(_technical(version, digest, validated_at)),
    )


def _facts(version: DocumentVersion, standing: Standing) -> list[tuple[str, str]]:
    newer = "es gibt eine neuere" if version.state == DocumentVersion.State.SUPERSEDED else "keine neuere"
    facts, kind = [("Kommune", version.content["commune_name"])], version.agreement.get_kind_display()
    if version.content.get("amends"):
        facts.append(("Gehört zu", f"{kind} der Vorvereinbarung {version.content['amends']}"))
    if term := _term(standing):
        facts.append(("Laufzeit", term))
    facts.append(("Fassung", f"{version.number}, {newer}"))
    return [*facts, (f"Stand heute, {dates.day(timezone.localdate())}", phrase_of(standing))]


def _term(standing: Standing) -> str:
    if standing.since is None or standing.until is None or standing.state == State.NEVER_HELD:
        return ""
    if standing.state == State.ENDED:
        until = ", letzter Tag war der"
    else:
        until = ", aufgehoben zum" if standing.cancelled else " bis"
    return f"{dates.day(standing.since)}{until} {dates.day(standing.until)}"


def _signer(signature: Signature) -> SignerLine:
    content, lpr = signature.version.content, signature.party == Signature.Party.LPR
    more = []
    if signature.second_name:
        more.append(f"und {signature.second_name}, i. V. {signature.second_office}")
    if signature.method == Signature.Method.QUALIFIED:
        whose = f"{signature.certificate_name} ({signature.certificate_issuer})"
        more.append(f"qualifizierte elektronische Signatur von {whose}")
    if signature.other_name:
        more.append(f"eingetippt als „{signature.other_name}“")
    return SignerLine(
        party=f"Für {'den' if lpr else 'die'} {content['lpr_name'] if lpr else content['commune_name']}",
        name=signature.name,
        office=signature.office_as_signed,
        how=_how(signature, lpr=lpr),
        more=tuple(more),
    )


def _how(signature: Signature, *, lpr: bool) -> str:
    if signature.method == Signature.Method.PAPER:
        return f"von Hand auf Papier unterschrieben am {dates.day(signature.signed_at)}"
    return f"{'gegengezeichnet' if lpr else 'unterzeichnet'} am {dates.moment(signature.signed_at)}{UHR}"


def _technical(version: DocumentVersion | None, digest: str, validated_at: datetime | None) -> list[tuple[str, str]]:
    """Hashes and certificates, folded away on the page."""
    found = [("SHA-256 der geprüften Datei", digest)] if digest else []
    if version is not None:
        if version.final_file:
            found.append(("SHA-256 der unterzeichneten Datei", version.final_file.sha256))
        for signature in version.signatures.all():
            if signature.certificate_sha256:
                found.append((f"Zertifikat von {signature.name}, SHA-256", signature.certificate_sha256))
                found.append((f"Zeit der Unterschrift von {signature.name}", _exactly(signature)))
    if validated_at is not None:
        found.append(("Unterschriften zuletzt vollständig geprüft", f"{dates.moment_to_the_second(validated_at)} Uhr"))
    return [*found, ("Prüfregeln", POLICY)]


def _exactly(signature: Signature) -> str:
    source = "Zeitstempel" if signature.timestamped else "Eingang im Portal"
    return f"{dates.moment_to_the_second(signature.signed_at)} Uhr ({source})"
