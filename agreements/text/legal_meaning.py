"""What each way of signing means legally, in one plain sentence for those who sign and those who read later.

Sources: Regulation (EU) 910/2014 (eIDAS) Articles 25 and 26; §§ 126, 126a and 127 BGB. For a contract § 126a (2) BGB
wants a qualified signature of both sides, and the LPR's in the portal is an advanced one: so nothing made here but
paper is called Schriftform. What lawyers have to decide about it stands in docs/rechtliche-punkte.md.
"""

from agreements.models import PreAgreement

Route = PreAgreement.Route

LEGAL_MEANING = {
    Route.ONLINE: (
        "Beide Seiten unterzeichnen im Portal mit einer fortgeschrittenen elektronischen Signatur; sie ersetzt die "
        "Schriftform nicht."
    ),
    Route.QUALIFIED: (
        "Die qualifizierte elektronische Signatur der Kommune steht einer handschriftlichen Unterschrift gleich; weil "
        "der Landespräventionsrat im Portal mit einer fortgeschrittenen Signatur gegenzeichnet, ersetzt die "
        "Vereinbarung als Ganzes die Schriftform nicht."
    ),
    Route.PRINTED: (
        "Beide Seiten unterschreiben dasselbe Papier von Hand; das ist die Schriftform, und maßgeblich ist das "
        "Original, nicht der Scan."
    ),
    Route.PAPER: (
        "Beide Seiten haben auf Papier unterzeichnet; maßgeblich ist das Original, das Portal verzeichnet es nur."
    ),
}


def legal_meaning(agreement: PreAgreement) -> str:
    """The sentence for the agreement's route."""
    return LEGAL_MEANING[Route(agreement.route)]
