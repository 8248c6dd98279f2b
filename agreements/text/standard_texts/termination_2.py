"""The termination by both sides, second edition."""

from agreements.text.standard_texts.sections import Sections, paragraphs

TITLE = "Aufhebung der Vorvereinbarung"

BEFORE: Sections = (
    (
        "Gegenstand",
        (
            "Die $kommune (im Folgenden: Kommune) und der $lpr (im Folgenden: Landespräventionsrat) heben ihre "
            "Vorvereinbarung vom $geschlossenam (Aktenzeichen $vereinbarung)$fassung im Einvernehmen auf."
        ),
    ),
    (
        "Letzter Tag",
        (
            "Die Vorvereinbarung endet mit dem Ablauf des $letztertag. Das gilt auch, wenn die letzte Unterschrift "
            "unter dieser Aufhebung erst danach geleistet wird."
        ),
    ),
    ("Grund", "$wortlaut"),
    (
        "Abwicklung",
        paragraphs(
            (
                "Die Beteiligten wickeln begonnene Vorhaben geordnet ab und beginnen keine neuen. Für gesonderte "
                "Vereinbarungen und bewilligte Förderungen gilt, was dort bestimmt ist."
            ),
            (
                "Pflichten, die ihrem Inhalt nach über das Ende der Vorvereinbarung hinaus gelten, insbesondere zu "
                "Vertraulichkeit und Datenschutz, bleiben bestehen."
            ),
        ),
    ),
)
AFTER: Sections = ()
