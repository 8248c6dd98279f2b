"""The amendment, first edition, as it was published; how it is signed comes last."""

TITLE = "Änderung der Vorvereinbarung"
SECTIONS = (
    (
        "Gegenstand",
        (
            "Die $kommune ($landkreis) und der Landespräventionsrat Sachsen ändern ihre Vorvereinbarung $vereinbarung, "
            "die seit dem $inkraftseit in Kraft ist."
        ),
    ),
    ("Geänderte Angaben", "$aenderungen"),
    ("Weitere Änderungen", "$wortlaut"),
    (
        "Inkrafttreten und Fortgeltung",
        "Die Änderungen gelten ab der letzten Unterschrift. Im Übrigen gilt die Vorvereinbarung unverändert weiter.",
    ),
)
