"""How an agreement, amendment or termination is signed, second edition: what the form is worth and what it is not.

Sources: Regulation (EU) No 910/2014 (eIDAS) Articles 3, 25 and 26; §§ 126, 126a and 127 BGB. The same is said in
``agreements/text/legal_meaning.py`` to those who sign.
"""

from agreements.models import AgreementTemplate
from agreements.models.agreement_states import AgreementKind
from agreements.text.standard_texts.sections import Section, paragraphs

Kind = AgreementKind
Level = AgreementTemplate.SignatureLevel

_THIS = {Kind.AGREEMENT: "diese Vorvereinbarung", Kind.AMENDMENT: "diese Änderung", Kind.TERMINATION: "diese Aufhebung"}
_CHECKED = (
    "Nach der letzten Unterschrift erhalten beide Seiten dieselbe Datei. Wem sie vorliegt, kann ihre Echtheit mit dem "
    "Prüfcode prüfen."
)


def section(kind: AgreementKind, level: AgreementTemplate.SignatureLevel) -> Section:
    """The section for a kind at a level; text form is signed as the advanced level is."""
    this = _THIS[kind]
    if level == Level.QUALIFIED:
        return "Unterzeichnung mit qualifizierter Signatur", _qualified(this)
    if level == Level.PAPER:
        return "Unterzeichnung auf Papier", _paper(this)
    return "Elektronische Unterzeichnung", _advanced(this)


def _advanced(this: str) -> str:
    return paragraphs(
        (
            f"Die Beteiligten unterzeichnen {this} elektronisch im Portal des Landespräventionsrates, die Kommune "
            "zuerst. Die Signaturen sind als fortgeschrittene elektronische Signaturen nach Artikel 26 der Verordnung "
            "(EU) Nr. 910/2014 angelegt: Sie sind der unterzeichnenden Person zugeordnet und lassen jede spätere "
            "Änderung der Datei erkennen."
        ),
        (
            "Sie sind keine qualifizierten elektronischen Signaturen und ersetzen die Schriftform nicht. Die "
            "Beteiligten lassen diese Form genügen."
        ),
        _CHECKED,
    )


def _qualified(this: str) -> str:
    return paragraphs(
        (
            f"Die Kommune unterzeichnet {this} mit einer qualifizierten elektronischen Signatur; diese steht einer "
            "handschriftlichen Unterschrift gleich (Artikel 25 Absatz 2 der Verordnung (EU) Nr. 910/2014). Der "
            "Landespräventionsrat zeichnet danach im Portal gegen; seine Signatur ist als fortgeschrittene "
            "elektronische Signatur nach Artikel 26 der Verordnung angelegt."
        ),
        (
            "Weil nicht beide Seiten qualifiziert signieren, ersetzt diese Form als Ganzes die Schriftform nicht. Die "
            "Beteiligten lassen sie genügen."
        ),
        _CHECKED,
    )


def _paper(this: str) -> str:
    return paragraphs(
        (
            f"Die Beteiligten unterschreiben {this} von Hand auf demselben Papier; das ist die Schriftform. Maßgeblich "
            "ist das unterschriebene Original."
        ),
        (
            "Beide Seiten erhalten eine Kopie des Originals. Der Prüfcode am Fuß jeder Seite nennt die Fassung, die "
            "unterschrieben wurde."
        ),
    )
