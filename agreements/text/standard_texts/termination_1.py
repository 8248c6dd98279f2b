"""The termination, first edition, as it was published; how it is signed comes last."""

TITLE = "Aufhebung der Vorvereinbarung"
SECTIONS = (
    (
        "Gegenstand",
        (
            "Die $kommune ($landkreis) und der Landespräventionsrat Sachsen heben ihre Vorvereinbarung $vereinbarung, "
            "die seit dem $inkraftseit in Kraft ist, im Einvernehmen auf."
        ),
    ),
    ("Letzter Tag", "Die Vorvereinbarung gilt bis zum $letztertag einschließlich; danach endet sie."),
    ("Grund", "$wortlaut"),
    (
        "Was begonnen ist",
        "Was bis dahin vereinbart und begonnen wurde, führen die Beteiligten bis zum letzten Tag fort.",
    ),
)
