"""What the third edition adds to the wording of the second: "Das Wichtigste", by the heading of the section.

Each sentence says no more than its section; ``tests/agreements/test_summaries.py`` names the words that carry it.
"""

from agreements.models.agreement_states import AgreementKind
from agreements.models.summary_questions import SummaryQuestion
from agreements.text.standard_texts.sections import Answers

Question = SummaryQuestion

ANSWERS: dict[AgreementKind, Answers] = {
    AgreementKind.AGREEMENT: {
        "Gegenstand": (
            Question.SUBJECT,
            (
                "Zusammenarbeit im Rahmen der Landesstrategie. Sie bereitet eine Kooperationsvereinbarung vor und "
                "verpflichtet nicht dazu, diese zu schließen."
            ),
        ),
        "Angebote des Landespräventionsrates": (
            Question.LPR,
            (
                "Er berät Sie und öffnet Ihnen das landesweite Netzwerk. Eine Sicherheitsanalyse kann er anbieten, ein "
                "Coaching finanzieren."
            ),
        ),
        "Haushaltsvorbehalt und Kosten": (
            Question.COST,
            (
                "Jede Seite trägt ihre Kosten selbst, Zahlungspflichten zwischen den Beteiligten gibt es nicht. Alle "
                "Angebote hängen von Haushaltsmitteln ab; ein Rechtsanspruch besteht nicht."
            ),
        ),
        "Mitwirkung der Kommune": (
            Question.COMMUNE,
            (
                "Sie bindet Ämter, Polizei und weitere Stellen ein und stellt die nötigen Informationen bereit. "
                "Ansprechperson ist $ansprechperson."
            ),
        ),
        "Inkrafttreten und Laufzeit": (
            Question.TERM,
            "Ab der letzten Unterschrift, frühestens ab dem Beginn der Laufzeit:",
        ),
        "Kündigung und Abwicklung": (
            Question.END,
            "Jede Seite kann mit vier Wochen Frist zum Ende eines Monats kündigen, aus wichtigem Grund ohne Frist.",
        ),
    },
    AgreementKind.AMENDMENT: {
        "Geänderte Bestimmungen": (Question.SUBJECT, "$aenderungen"),
        "Weitere Änderungen": (Question.SUBJECT, "Weitere Änderungen stehen im Wortlaut."),
        "Inkrafttreten und Fortgeltung": (
            Question.TERM,
            (
                "Ab dem Tag der letzten Unterschrift, frühestens mit dem Inkrafttreten der Vorvereinbarung. Im Übrigen "
                "gilt diese unverändert fort."
            ),
        ),
    },
    AgreementKind.TERMINATION: {
        "Gegenstand": (Question.SUBJECT, "Beide Seiten heben die Vorvereinbarung im Einvernehmen auf."),
        "Abwicklung": (
            Question.END,
            (
                "Begonnene Vorhaben werden geordnet abgewickelt und keine neuen begonnen. Vertraulichkeit und "
                "Datenschutz bleiben bestehen."
            ),
        ),
    },
}
