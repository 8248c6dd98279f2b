"""Stamps drawn as small pages: name or strokes, who, when, and where to check it."""

import re
from functools import cache
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from core import dates
from core.signing.errors import NameNotSettable, SigningError
from core.signing.ink import PAD_HEIGHT, PAD_WIDTH
from core.signing.stamp import SealStamp, Stamp
from core.typesetting.fonts import MissingGlyphs, composed, refuse_missing_glyphs, words_in_our_letters
from core.typesetting.qr import qr_code
from core.typesetting.typesetter import typesetter

LEGAL_TIME = ZoneInfo("Europe/Berlin")
SIZES = ("", "close", "closer", "closest")  # of the stylesheet: from roomy to what every name fits in
LONGEST_NAME = 100
TIME_TO_COME = "Uhrzeit wird beim Unterzeichnen gesetzt"


def draw_stamp(stamp: Stamp | SealStamp) -> bytes:
    """A PDF of one page, as large as the box of the signature or seal; times in German legal time.

    Raises NameNotSettable, or SigningError for a name without end.
    """
    if isinstance(stamp, SealStamp):
        moment = dates.moment(stamp.sealed_at.astimezone(LEGAL_TIME))
        return _typeset("pdf/seal.html", {"seal": stamp, "sealed_at": moment})
    return _typeset("pdf/stamp.html", _context(stamp))


def draw_preview(stamp: Stamp) -> bytes:
    """As ``draw_stamp``, before it is signed: the day of ``stamp``, and instead of the time that it is yet to come.

    Raises NameNotSettable, or SigningError for a name without end.
    """
    day = dates.day(stamp.signed_at.astimezone(LEGAL_TIME).date())
    return _typeset("pdf/stamp.html", {**_context(stamp), "signed_at": f"{day},\n{TIME_TO_COME}"})


@cache
def preview_band() -> bytes:
    """A PDF of one page, as wide as A4: says of the picture below it that it is a preview."""
    return _typeset("pdf/preview_band.html", {})


def _context(stamp: Stamp) -> dict[str, object]:
    typed = stamp.ink.typed_name.strip()
    if len(typed) > LONGEST_NAME:
        raise SigningError(f"Der eingetippte Name ist zu lang (höchstens {LONGEST_NAME} Zeichen).")
    return {
        "signatory": stamp.signatory,
        "typed": typed or stamp.signatory.name,
        "typed_in_full": _same_name(typed or stamp.signatory.name, stamp.signatory.name),
        "paths": [_path(stroke) for stroke in stamp.ink.strokes if stroke],
        "pad": f"0 0 {PAD_WIDTH} {PAD_HEIGHT}",
        "remark": words_in_our_letters(stamp.remark),
        "check_code": stamp.check_code,
        "check_address": stamp.check_url.partition("?")[0].partition("://")[2],
        "signed_at": f"{dates.moment(stamp.signed_at.astimezone(LEGAL_TIME))} Uhr",
        "qr": qr_code(stamp.check_url),
    }


def _typeset(template: str, context: dict[str, object]) -> bytes:
    """The one page, in the first of the sizes in which everything fits on it."""
    for size in SIZES:
        html = composed(render_to_string(template, {**context, "size": size}))
        try:
            refuse_missing_glyphs(re.sub(r"<[^>]*>", "", html))
        except MissingGlyphs as error:
            raise NameNotSettable(error.named) from None
        with typesetter() as setter:
            document = setter.lay_out(html)
            if len(document.pages) == 1:
                page: bytes = document.write_pdf()
                return page
    raise SigningError("Name und Amt sind zu lang für die sichtbare Unterschrift.")


def _same_name(typed: str, name: str) -> bool:
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()


def _path(stroke: tuple[tuple[float, float], ...]) -> str:
    """An SVG path; a single point becomes a dot."""
    points = stroke if len(stroke) > 1 else stroke * 2
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
