"""A page of an issued file as it will look with a stamp, as a picture: nothing is signed, and no PDF is made."""

import json
from dataclasses import dataclass

from core.limited_processes.asking import ask
from core.signing.inspection import LONGEST_WAIT
from core.signing.page_pictures import WEBP, PageNotDrawnError

PROGRAM = "core.signing.reading.stamp_preview"


@dataclass(frozen=True, slots=True)
class StampPreview:
    """What is put together: the issued file, the drawn stamp, and the band that says what the picture is.

    Stamp and band are PDFs of one page each; the stamp is as large as its box.
    """

    issued: bytes
    stamp: bytes
    band: bytes

    def picture(self, *, whole: bool) -> bytes:
        """The page with the commune's box, or the part of it around the boxes, as a WebP.

        Raises PageNotDrawnError when it cannot be drawn within limits.
        """
        header = {"whole": whole, "stamp": len(self.stamp), "band": len(self.band)}
        given = json.dumps(header).encode() + b"\n" + self.stamp + self.band + self.issued
        try:
            answer = ask(PROGRAM, given, seconds=LONGEST_WAIT)
        except TimeoutError as error:
            raise PageNotDrawnError from error
        drawn = answer.output
        if answer.code != 0 or (drawn[:4], drawn[8:16]) != WEBP:
            raise PageNotDrawnError
        return drawn
