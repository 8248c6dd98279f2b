"""Takes the pictures of the documents and stores their layouts: ``make pictures``.

The pages are those that the standard texts make for made-up communes; ``docs/vertraege.md`` shows all of them.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agreements.drafting import amendments as amending
from agreements.drafting import issuing
from agreements.models import AgreementTemplate, CouncilResolution, PaperOriginal, PreAgreement
from agreements.text import standard_template
from agreements.text.documents import AgreementText, render_agreement
from communes.models import Commune, District
from communes.models.offices import Office
from core.page_pictures import draw, opened
from core.signing.ink import Ink
from core.signing.people import Signatory
from core.signing.signing_service import SigningService
from staff.actors import StaffActor
from tests.agreements.shown_documents import DOCUMENTS, LAYOUTS
from tests.agreements.signing.conftest import sign_for_commune
from tests.factories.communes import (
    CommuneFactory,
    DistrictFactory,
    OfficeHolderFactory,
    ResponsibilityFactory,
    TopicFactory,
)
from tests.factories.qualified import trusted_provider
from tests.factories.staff import SigningAuthorityFactory, UserFactory
from tests.layouts import layout_of, store

DOCS = Path(__file__).parents[2] / "docs"
PAGE, PICTURES = DOCS / "vertraege.md", DOCS / "vertraege"
DPI, SHADES = 90, 24  # a page of text is some 30 kB
NOW = datetime(2026, 11, 30, 8, 34, tzinfo=UTC)
AGREED_ON, AMENDED_ON = date(2026, 10, 1), date(2026, 11, 2)
CODE = "7K3M-Q9TX-4HWD"
Level = AgreementTemplate.SignatureLevel
Kind = PreAgreement.Kind

INTRODUCTION = """# Die Vereinbarungen, wie sie gedruckt werden

Alle Seiten entstehen aus den Vorlagen, mit denen ein neues Portal beginnt; Kommunen und Personen sind erfunden.
`make pictures` schreibt diese Seite und ihre Bilder neu. Wie jedes Dokument gesetzt ist, hält
`tests/agreements/layouts` fest.
"""


@pytest.fixture
def at_one_address(settings: Any) -> None:
    """In every picture, whatever machine takes it; the layouts are of the tests' address."""
    settings.PUBLIC_URL = "https://portal.example"


def test_layouts_of_all_documents() -> None:
    for path in LAYOUTS.glob("*.txt"):
        path.unlink()
    for name, document in DOCUMENTS.items():
        store(LAYOUTS, name, layout_of(document()))


@pytest.mark.django_db
@pytest.mark.usefixtures("timestamp_authority", "demonstration", "at_one_address")
def test_pictures_of_the_agreements(signing_service: SigningService) -> None:
    standard_template.load()
    standard_template.load_other_levels()
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.glob("*.png"):
        path.unlink()
    agreement = _draft(_commune("Musterstadt", "14999010"))
    resolved = _draft(_commune("Musterstadt", "14999011"))
    passed = CouncilResolution.State.PASSED
    CouncilResolution.objects.create(agreement=resolved, state=passed, number="42/2026", passed_on=date(2026, 11, 5))
    parts = [
        INTRODUCTION,
        _shown("im-portal", "Im Portal unterzeichnet, ohne Angabe zu einem Beschluss", _text(agreement)),
    ]
    others = [
        ("mit-beschluss", "Mit einem Beschluss der Vertretung", resolved),
        ("vertretung", "Es unterzeichnet die Vertretung im Amt, „i. V.“", _deputys()),
        ("lange-namen", "Lange Namen, mit sorbischen Buchstaben", _draft(_long_names())),
        ("qualifiziert", "Mit qualifizierter Signatur", _draft(_commune("Musterstadt", "14999012"), Level.QUALIFIED)),
        (
            "papier",
            "Zum Unterschreiben auf Papier, der Prüfcode auf jeder Seite",
            _draft(_commune("Musterstadt", "14999013"), Level.PAPER),
        ),
    ]
    parts += [_shown(name, sentence, _text(draft)) for name, sentence, draft in others]
    signed = _signed(signing_service, _text(agreement))
    parts.append(_pictures("unterzeichnet", "Im Portal von beiden Seiten unterzeichnet", signed, only_last=True))
    holding = _in_force(_draft(_commune("Musterstadt", "14999015"), term_from=AGREED_ON), AGREED_ON)
    amendment = _amendment(holding)
    parts.append(_shown("aenderung", "Eine Änderung: Ansprechperson, Laufzeit und Wortlaut", _text(amendment)))
    _in_force(amendment, AMENDED_ON)
    parts.append(_shown("aufhebung", "Eine Aufhebung nach einer Änderung", _text(_termination(holding))))
    with trusted_provider():
        parts += _on_other_ways()
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _on_other_ways() -> list[str]:
    """Amendment and termination of what was signed otherwise than in the portal."""
    parts = []
    for ags, level, way in (
        ("14999020", Level.QUALIFIED, "mit qualifizierter Signatur"),
        ("14999021", Level.PAPER, "auf Papier"),
    ):
        holding = _in_force(_draft(_commune("Musterstadt", ags), level, term_from=AGREED_ON), AGREED_ON)
        amendment = _of_level(_amendment(holding), level)
        parts.append(_shown(f"aenderung-{level}", f"Eine Änderung {way}", _text(amendment)))
        _in_force(amendment, AMENDED_ON)
        termination = _of_level(_termination(holding), level)
        parts.append(_shown(f"aufhebung-{level}", f"Eine Aufhebung {way}", _text(termination)))
    return parts


def _of_level(draft: PreAgreement, level: str) -> PreAgreement:
    template = AgreementTemplate.objects.filter(kind=draft.kind, signature_level=level).earliest("pk")
    assert template.current is not None
    draft.template_version = template.current
    draft.save()
    return draft


def _signed(service: SigningService, text: AgreementText) -> bytes:
    """As in the portal: the name of the LPR's signatory is the one of the account, nobody draws it."""
    issued = render_agreement(text).data
    commune = sign_for_commune(service, issued, text)
    lpr = Signatory(text.lpr_signatory, "Sachbearbeitung", text.lpr_name, f"{text.reference}/{text.version}")
    signed = service.countersign(
        commune.data,
        issued=issued,
        commune_certificate_sha256=commune.certificate_sha256,
        signatory=lpr,
        ink=Ink(typed_name=text.lpr_signatory),
        check_code=text.check_code,
        check_url=text.check_url,
        signed_at=datetime.now(UTC),
    )
    return signed.data


def _in_force(draft: PreAgreement, day: date) -> PreAgreement:
    """Sent, and signed by both sides on ``day``, without the steps between."""
    user = draft.commune.responsible_on(NOW.date())
    if not user.may_sign_on(NOW.date()):
        SigningAuthorityFactory(user=user)
    issuing.issue(draft, actor=StaffActor(user), revision=draft.revision)
    printed = {"original": PaperOriginal.objects.create()} if draft.route == PreAgreement.Route.PRINTED else {}
    PreAgreement.objects.filter(pk=draft.pk).update(status="in_force", signed_on=day, **printed)
    return PreAgreement.objects.get(pk=draft.pk)


def _text(draft: PreAgreement) -> AgreementText:
    return issuing.agreement_text(draft, version=1, code=CODE, issued_at=NOW, draft=False)


def _shown(name: str, sentence: str, text: AgreementText) -> str:
    return _pictures(name, sentence, render_agreement(text).data)


def _pictures(name: str, sentence: str, pdf: bytes, *, only_last: bool = False) -> str:
    """Draw the pages; answers the part of the page that shows them."""
    lines = [f"## {sentence}", ""]
    with opened(pdf) as document:
        for number in range(len(document) - 1 if only_last else 0, len(document)):
            file = f"{name}-{number + 1}.png"
            picture = draw(document[number], DPI)
            picture.quantize(SHADES, dither=Image.Dither.NONE).save(PICTURES / file, optimize=True)
            lines.append(f"![{sentence}, Seite {number + 1} von {len(document)}](vertraege/{file})")
    return "\n".join([*lines, ""])


def _commune(name: str, ags: str, district: District | None = None, **mayor: object) -> Commune:
    commune = CommuneFactory(name=name, ags=ags, district=district or DistrictFactory())
    OfficeHolderFactory(commune=commune, **mayor)
    if commune.responsible_on(NOW.date()) is None:
        writer = UserFactory(first_name="Sabine", last_name="Sachbearbeitung")
        ResponsibilityFactory(district=commune.district, user=writer)
    return commune


def _deputys() -> PreAgreement:
    commune = _commune("Beispielberg", "14999014")
    deputy = {
        "office": Office.DEPUTY,
        "deputy_rank": 1,
        "salutation": "male",
        "first_name": "Dirk",
        "last_name": "Stellvertreter",
    }
    holder = OfficeHolderFactory(commune=commune, **deputy)
    return _draft(commune, deputy=holder, deputy_reason="Urlaub der Bürgermeisterin")


def _long_names() -> Commune:
    return _commune(
        "Dippoldiswalde-Müglitztal am Osterzgebirge / Budyšin-Łaz",
        "14998010",
        DistrictFactory(key="14998", name="Sächsische Schweiz-Osterzgebirge"),
        first_name="Bożena",
        last_name="Šěrcec-Nawkojc von Hohenstein-Ernstthal",
    )


def _draft(commune: Commune, level: str = Level.ADVANCED, **values: object) -> PreAgreement:
    template = AgreementTemplate.objects.filter(kind=Kind.AGREEMENT, signature_level=level).earliest("pk")
    draft: PreAgreement = PreAgreement.objects.create(
        reference=f"LPR-2026-{PreAgreement.objects.count() + 1:04d}",
        commune=commune,
        template_version=template.current,
        contact_name="Olaf Ordnungsmuster",
        contact_email="ordnungsamt@musterstadt.example",
        contact_phone="03721 555 0120",
        **{"term_from": date(2027, 1, 1), "term_until": date(2028, 12, 31), **values},
    )
    draft.topics.set([TopicFactory(name="Vandalismus"), TopicFactory(name="Graffiti")])
    return draft


def _amendment(agreement: PreAgreement) -> PreAgreement:
    draft = _saved(amending.blank(agreement, Kind.AMENDMENT), f"{agreement.reference}-A1")
    draft.contact_name, draft.contact_email = "Ingolf Müßiggang", "praevention@musterstadt.example"
    draft.term_until = date(2030, 12, 31)
    draft.wording = "§ 5 wird um folgenden Absatz ergänzt: „(3) Die Kommune berichtet jährlich über ihre Vorhaben.“"
    draft.save()
    return draft


def _termination(agreement: PreAgreement) -> PreAgreement:
    draft = amending.blank(agreement, Kind.TERMINATION)
    draft.last_day, draft.wording = date(2027, 6, 30), "Die Ziele der Zusammenarbeit sind erreicht."
    return _saved(draft, f"{agreement.reference}-K1")


def _saved(draft: PreAgreement, reference: str) -> PreAgreement:
    draft.reference = reference
    draft.save()
    draft.topics.set([TopicFactory(name="Vandalismus"), TopicFactory(name="Graffiti")])
    return draft
