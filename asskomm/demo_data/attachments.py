"""Two attachments of made-up communes: minutes as a PDF and a plan as a picture. Both say that they are invented."""

import io
from datetime import date

from PIL import Image, ImageDraw
from weasyprint import HTML

from asskomm.demo_data.accounts import FIRST
from communes.attachments import saving as attachments
from communes.models import Attachment, Commune
from core import dates, scans
from staff.actors import StaffActor
from staff.models import User

MINUTES = """<html lang="de"><style>@page {{ size: A4; margin: 25mm }} body {{ font: 11pt/1.5 "Fira Sans", sans-serif }}
</style><body><p><strong>Demonstration, frei erfunden.</strong></p><h1>Protokoll der Auftaktsitzung</h1>
<p>{commune}, {day}</p><ul><li>Vorgestellt wurden die Angebote des Landespräventionsrats.</li>
<li>Die Kommune möchte mit Vandalismus und Graffiti beginnen.</li>
<li>Nächste Schritte: Vorvereinbarung, danach Sicherheitsanalyse.</li></ul></body></html>"""


def load() -> None:
    """Create what is missing; change nothing that is there. Needs the made-up communes and the accounts."""
    town, village = Commune.objects.get(ags="14999010"), Commune.objects.get(ags="14999020")
    day = date(2026, 3, 12)
    minutes = MINUTES.format(commune=town.full_name, day=dates.day(day))
    _add(town, "minutes", "Protokoll der Auftaktsitzung", day, HTML(string=minutes).write_pdf())
    _add(village, "picture", "Lageplan der Bushaltestelle", date(2026, 4, 20), _plan())


def _add(commune: Commune, kind: str, title: str, dated: date, data: bytes) -> None:
    if Attachment.objects.filter(commune=commune, title=title).exists():
        return
    attachment = Attachment(commune=commune, kind=kind, title=title, dated=dated)
    actor = StaffActor(User.objects.get(email=FIRST))
    attachments.add(attachment, scans.clean_pages(data), nonce="demo", actor=actor)


def _plan() -> bytes:
    """A sketch that says that it is none."""
    sheet = Image.new("RGB", (1240, 877), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((120, 240, 1120, 700), outline="black", width=4)
    pen.line((120, 470, 1120, 470), fill="gray", width=40)
    pen.rectangle((560, 360, 720, 440), outline="black", width=4)
    pen.text((120, 120), "Demonstration: Lageplan der Bushaltestelle, frei erfunden", fill="black", font_size=32)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
