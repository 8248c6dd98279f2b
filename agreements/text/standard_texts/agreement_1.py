"""The Vorvereinbarung, first edition, as it was published; how it is signed comes last."""

TITLE = "Vorvereinbarung über die Zusammenarbeit in der Allianz Sichere Sächsische Kommunen"
SECTIONS = (
    (
        "Gegenstand",
        (
            "Die $kommune ($landkreis) und der Landespräventionsrat Sachsen arbeiten in der Allianz Sichere Sächsische "
            "Kommunen (ASSKomm) zusammen. Ziel ist, Sicherheit und Ordnung in der Kommune durch Prävention "
            "dauerhaft zu "
            "stärken.\n\nDiese Vorvereinbarung bereitet eine spätere Kooperationsvereinbarung vor; sie begründet keine "
            "Pflicht, eine solche zu schließen."
        ),
    ),
    (
        "Themen",
        (
            "Die Zusammenarbeit beginnt mit den Themen: $themen. Weitere Themen können die Beteiligten im Lauf der "
            "Zusammenarbeit in Textform ergänzen."
        ),
    ),
    (
        "Leistungen des Landespräventionsrates",
        (
            "Der Landespräventionsrat berät die Kommune, gibt ihr Zugang zu den Erfahrungen des landesweiten Netzwerks "
            "und zu Angeboten der Aus- und Fortbildung.\n\nNach Inkrafttreten dieser Vorvereinbarung kann der "
            "Landespräventionsrat ein Coaching finanzieren, in dem die Kommune ihre Herausforderungen untersucht. "
            "Umfang und Zeitraum werden gesondert vereinbart. Leistungen stehen unter dem Vorbehalt verfügbarer "
            "Haushaltsmittel."
        ),
    ),
    (
        "Mitwirkung der Kommune",
        (
            "Die Kommune benennt eine Ansprechperson: $ansprechperson. Sie bindet die betroffenen Stellen der "
            "Verwaltung, "
            "die Polizei und weitere Beteiligte ein und stellt die nötigen Informationen bereit.\n\nÄndert sich die "
            "Ansprechperson, teilt die Kommune das in Textform mit."
        ),
    ),
    (
        "Datenschutz und Öffentlichkeit",
        (
            "Personenbezogene Daten werden nur verarbeitet, soweit es für die Zusammenarbeit nötig ist. Beide Seiten "
            "dürfen über die Zusammenarbeit öffentlich berichten; sie stimmen sich dabei ab."
        ),
    ),
    (
        "Laufzeit und Beendigung",
        (
            "Die Vorvereinbarung gilt $laufzeit. Sie tritt mit der letzten Unterschrift in "
            "Kraft, frühestens mit dem Beginn der Laufzeit.\n\n"
            "Jede Seite kann sie mit einer Frist von vier Wochen zum Monatsende in Textform beenden."
        ),
    ),
)
