"""How an agreement is signed, first edition, as it was published: by level of signature."""

AGREEMENT = {
    "advanced": (
        "Elektronische Unterzeichnung",
        (
            "Die Beteiligten unterzeichnen diese Vorvereinbarung elektronisch. Jede Person, der die "
            "unterzeichnete Datei "
            "vorliegt, kann ihre Echtheit mit dem Prüfcode prüfen."
        ),
    ),
    "qualified": (
        "Qualifizierte Signatur",
        (
            "Die Kommune unterzeichnet diese Vorvereinbarung mit einer qualifizierten elektronischen Signatur, der "
            "Landespräventionsrat zeichnet im Portal gegen. Jede Person, der die unterzeichnete Datei vorliegt, kann "
            "ihre Echtheit mit dem Prüfcode prüfen."
        ),
    ),
    "paper": (
        "Unterzeichnung",
        (
            "Die Beteiligten unterschreiben diese Vorvereinbarung von Hand. Jede Seite erhält ein unterschriebenes "
            "Exemplar; der Prüfcode am Fuß jeder Seite nennt die Fassung."
        ),
    ),
}
OTHERS = {
    "advanced": (
        "Elektronische Unterzeichnung",
        (
            "Die Beteiligten unterzeichnen elektronisch. Jede Person, der die unterzeichnete Datei vorliegt, kann ihre "
            "Echtheit mit dem Prüfcode prüfen."
        ),
    ),
}
