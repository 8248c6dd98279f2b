"""QR codes as one SVG path."""

import re
from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class QrCode:
    """The modules of a QR code: `size` unit squares wide and high, the dark ones joined per row in `path`."""

    size: int
    path: str


def qr_code(address: str) -> QrCode:
    """The code for an address; a seventh of it may be lost."""
    code = segno.make(address, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    path = "".join(
        f"M{run.start()} {y}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for y, row in enumerate(rows)
        for run in re.finditer(rb"\x01+", row)
    )
    return QrCode(len(rows), path)
