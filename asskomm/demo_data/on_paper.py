"""Invented agreements on paper with made-up communes: one in force with a scan, one that ended."""

import io
from datetime import date

from PIL import Image, ImageDraw

from agreements.models import PreAgreement, ReferenceCounter
from agreements.text.standard_template import first_edition
from agreements.transitions import ending, pre_agreement
from agreements.transitions.payloads import PaperSignatures
from asskomm.demo_data.accounts import FIRST
from communes.models import Commune, Topic
from core import dates, files, journal, scans
from core.actors import SYSTEM
from staff.actors import StaffActor
from staff.models import User

LPR = "Sabine Muster, Sachbearbeitung"
PLACE = "Demo, erfunden: Ordner „Vereinbarungen auf Papier“, Raum 2.14"
IN_FORCE, ENDED = ("14999040", date(2022, 9, 12)), ("14999020", date(2021, 11, 3))
LAST_DAY = date(2023, 12, 31)


def load() -> None:
    """Record both unless they are there."""
    _record(*IN_FORCE, "Bürgermeister Bernd Beispielmann", scan=True)
    ended = _record(*ENDED, "Bürgermeister Max Mustermann", scan=False)
    if ended is not None:
        actor = StaffActor(User.objects.get(email=FIRST))
        ending.end(ended, actor=actor, on=LAST_DAY, reason="Demo, erfunden: Die Ziele sind erreicht.")


def _record(ags: str, signed_on: date, signatory: str, *, scan: bool) -> PreAgreement | None:
    commune = Commune.objects.get(ags=ags)
    template = first_edition()
    if template is None or commune.agreements.filter(signed_on=signed_on).exists():
        return None
    blob = files.put(scans.clean_scan(_page(signed_on)), "application/pdf") if scan else None
    paper = PaperSignatures(signed_on, signatory, LPR, source="Demo, erfunden", place_of_original=PLACE, scan=blob)
    with journal.collected():
        agreement = PreAgreement.objects.create(
            commune=commune,
            template_version=template,
            reference=ReferenceCounter.next_reference(signed_on.year),
            route=PreAgreement.Route.PAPER,
            term_from=signed_on,
        )
        agreement.topics.set(Topic.objects.filter(name="Vandalismus"))
        pre_agreement.record_paper(agreement, actor=SYSTEM, paper=paper)
    return agreement


def _page(signed_on: date) -> bytes:
    """A sheet that says that it is none; what a scanner would send."""
    sheet = Image.new("RGB", (1240, 1754), "white")
    text = f"Demonstration: kein Original.\nVorvereinbarung vom {dates.day(signed_on)}, frei erfunden."
    ImageDraw.Draw(sheet).multiline_text((140, 200), text, fill="black", font_size=36, spacing=16)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
