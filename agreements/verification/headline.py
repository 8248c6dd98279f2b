"""The verdict in one line: the heading of the page, its title, what is announced. Pure: a table test walks it.

The word comes first; colour and sign only repeat it. By code alone it is weaker, for the code proves no file.
"""

from dataclasses import dataclass
from enum import StrEnum

from agreements.verification.standing import Standing, State
from core import dates
from core.signing.reasons import Reason


class Tone(StrEnum):
    """Green, amber, red, and blue for what only a code says; the names are KERN's."""

    GENUINE = "success"
    UNDECIDED = "warning"
    FALSE = "danger"
    KNOWN = "info"


@dataclass(frozen=True, slots=True)
class Headline:
    """``title``: without a full stop at its end; ``sentence``: what it means, one or two sentences."""

    tone: Tone
    title: str
    sentence: str


GENUINE_FILES = frozenset({Reason.GENUINE, Reason.EVIDENCE})
FALSE_FILES = {
    Reason.ROLLED_BACK: "Nicht echt. Die Gegenzeichnung fehlt",
    Reason.APPENDED: "Verändert",
    Reason.CHANGED_BYTES: "Verändert",
    Reason.MODIFIED: "Verändert",
    Reason.OTHER_LOOK: "Verändert",
    Reason.UNSIGNED: "Nicht unterzeichnet",
    Reason.OTHER_TEXT: "Nicht echt",
    Reason.UNKNOWN_CERTIFICATE: "Nicht echt",
}
UNDECIDED_FILES = {
    Reason.UNSIGNED_ISSUED_VERSION: "Nicht unterzeichnet",
    Reason.NOT_YET_COMPLETE: "Noch nicht in Kraft. Die Gegenzeichnung steht aus",
}
UNDECIDED = "Nicht entscheidbar"

# Of a version whose code is known, and which does not hold.
NOT_SIGNED = {
    State.REPLACED: "Durch eine neuere Fassung ersetzt",
    State.ISSUED: "Noch nicht unterzeichnet",
    State.ON_PAPER: "Noch nicht in Kraft. Sie wird auf Papier unterschrieben",
    State.COMMUNE_SIGNED: "Noch nicht in Kraft. Die Gegenzeichnung steht aus",
    State.WITHDRAWN: "Nicht in Kraft. Sie wurde zurückgezogen",
    State.NOT_SIGNED: "Nicht in Kraft",
}
ONLY_A_CODE = (
    "Der Code zeigt, dass es diese Vereinbarung gibt. Ob Ihre Datei die echte ist, zeigt nur die Prüfung der Datei."
)
NO_SUCH_CODE = Headline(
    Tone.UNDECIDED,
    "Diesen Prüfcode gibt es nicht",
    "Bitte vergleichen Sie den Code mit dem Dokument. Er hat zwölf Zeichen; I, O, 0 und 1 kommen nicht vor.",
)
NOT_VALIDATED = "Die Datei ist die des Portals, ihre Unterschriften ließen sich heute aber nicht bestätigen."


def by_code(standing: Standing, noun: str) -> Headline:
    """Of a version that is known by its code alone. ``noun``: what it is called, feminine in German."""
    if standing.state in NOT_SIGNED:
        return Headline(Tone.UNDECIDED, NOT_SIGNED[standing.state], ONLY_A_CODE)
    holds = _holds(standing)
    if holds:
        return Headline(Tone.KNOWN, f"Diese {noun} gibt es. {holds}", ONLY_A_CODE)
    return Headline(Tone.UNDECIDED, f"Diese {noun} gibt es, {_ended(standing)}", ONLY_A_CODE)


def by_file(reason: Reason, standing: Standing | None, *, wrong_code: str = "", validated: bool = True) -> Headline:
    """Of a file. ``wrong_code``: what to say of a typed code that is not the genuine file's, empty if it is.

    ``validated``: whether the signatures in the ledger's file passed today.
    """
    if reason not in GENUINE_FILES or standing is None:
        return _not_genuine(reason)
    if not validated:
        return Headline(Tone.UNDECIDED, UNDECIDED, NOT_VALIDATED)
    if wrong_code:
        return Headline(Tone.UNDECIDED, "Echt, aber der Prüfcode gehört nicht dazu", wrong_code)
    word = "Echter Nachweis" if reason is Reason.EVIDENCE else "Echt"
    if holds := _holds(standing):
        return Headline(Tone.GENUINE, f"{word}. {holds}", reason.explanation)
    if standing.state in NOT_SIGNED:
        return Headline(Tone.UNDECIDED, f"{word}, aber nicht in Kraft", reason.explanation)
    return Headline(Tone.UNDECIDED, f"{word}, aber {_ended(standing).removeprefix('sie ist ')}", reason.explanation)


def _not_genuine(reason: Reason) -> Headline:
    if reason in FALSE_FILES:
        return Headline(Tone.FALSE, FALSE_FILES[reason], reason.explanation)
    return Headline(Tone.UNDECIDED, UNDECIDED_FILES.get(reason, UNDECIDED), reason.explanation)


def _holds(standing: Standing) -> str:
    """From which day it holds; empty if it does not, or not any more. What amends or ends is not in force itself."""
    if standing.since is None or standing.state not in {State.IN_FORCE, State.BEGINS_LATER}:
        return ""
    if standing.state == State.BEGINS_LATER:
        return f"Gilt ab {dates.day_in_words(standing.since)}"
    return f"{'Gilt' if standing.amends else 'In Kraft'} seit {dates.day_in_words(standing.since)}"


def _ended(standing: Standing) -> str:
    if standing.state == State.NEVER_HELD:
        return "sie ist beendet, bevor sie galt"
    last = f". Letzter Tag war der {dates.day_in_words(standing.until)}" if standing.until else ""
    return f"sie ist beendet{last}"
