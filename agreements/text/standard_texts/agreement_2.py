"""The Vorvereinbarung, second edition. What is for lawyers to decide about it stands in docs/rechtliche-punkte.md.

``BEFORE`` and ``AFTER``: what stands before and after the section on how it is signed.
"""

from agreements.models.agreement_text import PREAMBLE
from agreements.text.standard_texts.sections import Sections, paragraphs

TITLE = "Vorvereinbarung über die Zusammenarbeit in der Allianz Sichere Sächsische Kommunen"

_OFFERS = paragraphs(
    (
        "Der Landespräventionsrat berät die Kommune zu den Themen nach § 2 und zu den weiteren Angeboten der "
        "Landesstrategie."
    ),
    (
        "Die Kommune erhält Zugang zu den Erfahrungen des landesweiten Netzwerks. Sie kann an dessen Treffen und an "
        "Angeboten der Aus- und Fortbildung teilnehmen, soweit Plätze verfügbar sind."
    ),
    (
        "Der Landespräventionsrat kann der Kommune eine Sicherheitsanalyse anbieten. Sie dauert in der Regel etwa "
        "20 Wochen und schließt mit einem Bericht, der Empfehlungen enthält."
    ),
    (
        "Nach dem Inkrafttreten dieser Vorvereinbarung kann der Landespräventionsrat ein Coaching finanzieren, in dem "
        "die Kommune ihre Herausforderungen untersucht. Umfang und Zeitraum werden gesondert vereinbart."
    ),
    (
        "Möchte die Kommune einen Kommunalen Präventionsrat einrichten oder wiederbeleben, unterstützt sie der "
        "Landespräventionsrat dabei. Eine Pflicht zur Einrichtung besteht nicht."
    ),
    (
        "Für eigene Vorhaben kann die Kommune nach der geltenden Förderrichtlinie eine Förderung von bis zu "
        "90 Prozent der förderfähigen Ausgaben beantragen. Das setzt eine vorherige Beratung und einen eigenen Antrag "
        "voraus; über ihn wird gesondert entschieden. Eine Förderung wird mit dieser Vorvereinbarung nicht zugesagt."
    ),
)

BEFORE: Sections = (
    (
        PREAMBLE,
        paragraphs(
            (
                "Mit der Landesstrategie Allianz Sichere Sächsische Kommunen (ASSKomm) unterstützt der "
                "Landespräventionsrat die sächsischen Städte und Gemeinden dabei, Sicherheit und Ordnung durch "
                "Prävention dauerhaft zu stärken. Vorbeugung gelingt vor Ort, wenn Verwaltung, Polizei und weitere "
                "Stellen ihre Kenntnisse zusammenführen, Ursachen untersuchen und gemeinsam handeln."
            ),
            "Auf dieser Grundlage schließen die $kommune und der $lpr die folgende Vorvereinbarung.",
        ),
    ),
    (
        "Gegenstand",
        paragraphs(
            (
                "Die $kommune (im Folgenden: Kommune) und der $lpr (im Folgenden: Landespräventionsrat) arbeiten "
                "im Rahmen der Landesstrategie zusammen. Rechtsträger des Landespräventionsrates ist: $rechtstraeger."
            ),
            (
                "Diese Vorvereinbarung bereitet eine Kooperationsvereinbarung vor, an der auch die Polizei beteiligt "
                "ist. Sie begründet keine Pflicht, eine Kooperationsvereinbarung zu schließen."
            ),
        ),
    ),
    ("Themen", "Die Zusammenarbeit beginnt mit folgenden Themen: $themen."),
    ("Angebote des Landespräventionsrates", _OFFERS),
    (
        "Haushaltsvorbehalt und Kosten",
        paragraphs(
            (
                "Alle Angebote nach § 3 stehen unter dem Vorbehalt, dass Haushaltsmittel verfügbar sind. Ein "
                "Rechtsanspruch auf einzelne Angebote besteht nicht."
            ),
            (
                "Jede Seite trägt die Kosten, die ihr durch die Zusammenarbeit entstehen, selbst. Diese "
                "Vorvereinbarung begründet keine Zahlungspflichten zwischen den Beteiligten."
            ),
        ),
    ),
    (
        "Mitwirkung der Kommune",
        paragraphs(
            "Ansprechperson der Kommune ist $kontakt.",
            (
                "Die Kommune bindet die betroffenen Ämter ihrer Verwaltung, die Polizei und weitere Stellen ein "
                "und stellt die nötigen Informationen bereit."
            ),
        ),
    ),
    (
        "Vertraulichkeit",
        paragraphs(
            (
                "Die Beteiligten behandeln vertraulich, was sie in der Zusammenarbeit voneinander erfahren und was "
                "weder offenkundig noch zur Veröffentlichung bestimmt ist. Sie verwenden es nur für die Zusammenarbeit."
            ),
            (
                "Gesetzliche Auskunfts- und Informationspflichten bleiben unberührt. Die Vertraulichkeit gilt über das "
                "Ende dieser Vorvereinbarung hinaus."
            ),
        ),
    ),
    (
        "Datenschutz",
        paragraphs(
            (
                "Die Beteiligten verarbeiten personenbezogene Daten nur, soweit es für die Zusammenarbeit und für die "
                "Unterzeichnung dieser Vorvereinbarung erforderlich ist. Rechtsgrundlage ist Artikel 6 Absatz 1 "
                "Buchstabe e der Verordnung (EU) 2016/679 (Datenschutz-Grundverordnung) in Verbindung mit § 3 des "
                "Sächsischen Datenschutzdurchführungsgesetzes."
            ),
            (
                "Jede Seite ist für ihre Verarbeitung selbst verantwortlich und informiert die betroffenen Personen. "
                "Diese Vorvereinbarung begründet weder eine gemeinsame Verantwortlichkeit noch eine "
                "Auftragsverarbeitung. Wird das eine oder das andere nötig, treffen die Beteiligten vorher eine "
                "gesonderte Vereinbarung nach Artikel 26 oder Artikel 28 der Datenschutz-Grundverordnung."
            ),
        ),
    ),
    (
        "Öffentlichkeitsarbeit",
        (
            "Beide Seiten dürfen über die Zusammenarbeit öffentlich berichten. Sie stimmen ihre Veröffentlichungen "
            "vorher miteinander ab."
        ),
    ),
    (
        "Inkrafttreten und Laufzeit",
        paragraphs(
            (
                "Diese Vorvereinbarung tritt mit der letzten Unterschrift in Kraft, frühestens mit dem Beginn der "
                "Laufzeit. Die Laufzeit ist: $laufzeit."
            ),
            (
                "Ist ein Ende der Laufzeit vereinbart, endet die Vorvereinbarung mit dem Ablauf dieses Tages, ohne "
                "dass es einer Kündigung bedarf."
            ),
            (
                "Schließen die Beteiligten eine Kooperationsvereinbarung, endet die Vorvereinbarung, sobald die "
                "Kooperationsvereinbarung in Kraft tritt."
            ),
        ),
    ),
    (
        "Kündigung und Abwicklung",
        paragraphs(
            (
                "Jede Seite kann diese Vorvereinbarung mit einer Frist von vier Wochen zum Ende eines Kalendermonats "
                "kündigen."
            ),
            (
                "Das Recht, aus wichtigem Grund ohne Einhaltung einer Frist zu kündigen, bleibt unberührt. Ein "
                "wichtiger Grund liegt vor, wenn einer Seite die Fortsetzung der Zusammenarbeit nach den Umständen "
                "nicht mehr zugemutet werden kann."
            ),
            (
                "Die Kündigung bedarf der Textform. Eine Kündigung durch die Kommune ist zu richten an: $lpr, "
                "$lpranschrift."
            ),
            (
                "Endet diese Vorvereinbarung, wickeln die Beteiligten begonnene Vorhaben geordnet ab und beginnen "
                "keine neuen, soweit sie nichts anderes vereinbaren. Für gesonderte Vereinbarungen und bewilligte "
                "Förderungen gilt, was dort bestimmt ist."
            ),
        ),
    ),
)

AFTER: Sections = (
    (
        "Schlussbestimmungen",
        paragraphs(
            (
                "Änderungen und Ergänzungen dieser Vorvereinbarung, auch dieser Bestimmung, und ihre Aufhebung im "
                "Einvernehmen werden von beiden Seiten unterzeichnet."
            ),
            (
                "Die Themen nach § 2 und die Angaben zur Ansprechperson nach § 5 Absatz 1 können auch durch eine "
                "Änderungsmitteilung in Textform geändert werden. Der Landespräventionsrat sendet sie der Kommune. Hat "
                "die Kommune sie über den zugesandten Link bestätigt, gilt sie ab dem Tag, den sie nennt."
            ),
            (
                "Die Übersicht am Anfang fasst zusammen, was vereinbart ist. Weicht sie von den Bestimmungen dieser "
                "Vorvereinbarung ab, gelten die Bestimmungen."
            ),
            (
                "Mündliche Nebenabreden bestehen nicht. Ist eine Bestimmung unwirksam, bleiben die übrigen wirksam; "
                "die Beteiligten ersetzen sie durch eine wirksame, die ihrem Zweck am nächsten kommt."
            ),
        ),
    ),
)
