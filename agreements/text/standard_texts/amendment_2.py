"""The amendment, second edition: it replaces what the agreement says, paragraph by paragraph."""

from agreements.text.standard_texts.sections import Sections, paragraphs

TITLE = "Änderung der Vorvereinbarung"

BEFORE: Sections = (
    (
        "Gegenstand",
        (
            "Die $kommune (im Folgenden: Kommune) und der $lpr (im Folgenden: Landespräventionsrat) ändern ihre "
            "Vorvereinbarung vom $geschlossenam (Aktenzeichen $vereinbarung)$fassung nach den folgenden Bestimmungen."
        ),
    ),
    ("Geänderte Bestimmungen", "$aenderungen"),
    ("Weitere Änderungen", "$wortlaut"),
    (
        "Inkrafttreten und Fortgeltung",
        paragraphs(
            (
                "Die Änderungen gelten ab dem Tag der letzten Unterschrift unter dieser Änderung, frühestens mit dem "
                "Inkrafttreten der Vorvereinbarung."
            ),
            "Im Übrigen gilt die Vorvereinbarung unverändert fort.",
        ),
    ),
)
AFTER: Sections = ()
