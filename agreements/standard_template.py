"""The text of the Vorvereinbarung that a new portal starts with; admins publish later editions."""

from django.db import transaction
from django.utils import timezone

from agreements.identification.channels import CodeChannel
from agreements.models import AgreementTemplate, PreAgreement, TemplateSection, TemplateVersion

NAME = "Vorvereinbarung ASSKomm"
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
    (
        "Elektronische Unterzeichnung",
        (
            "Die Beteiligten unterzeichnen diese Vorvereinbarung elektronisch. Jede Person, der die "
            "unterzeichnete Datei "
            "vorliegt, kann ihre Echtheit mit dem Prüfcode prüfen."
        ),
    ),
)


SIGNED_ELECTRONICALLY = (
    "Elektronische Unterzeichnung",
    (
        "Die Beteiligten unterzeichnen elektronisch. Jede Person, der die unterzeichnete Datei vorliegt, kann ihre "
        "Echtheit mit dem Prüfcode prüfen."
    ),
)
AMENDMENT = (
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
    SIGNED_ELECTRONICALLY,
)
TERMINATION = (
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
    SIGNED_ELECTRONICALLY,
)

Sections = tuple[tuple[str, str], ...]
Kind = PreAgreement.Kind
TEMPLATES: tuple[tuple[PreAgreement.Kind, str, str, Sections], ...] = (
    (Kind.AGREEMENT, NAME, TITLE, SECTIONS),
    (Kind.AMENDMENT, "Änderung der Vorvereinbarung ASSKomm", "Änderung der Vorvereinbarung", AMENDMENT),
    (Kind.TERMINATION, "Aufhebung der Vorvereinbarung ASSKomm", "Aufhebung der Vorvereinbarung", TERMINATION),
)


_HOW_SIGNED = {
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
OTHER_NAMES = {"qualified": f"{NAME}, qualifiziert signiert", "paper": f"{NAME}, auf Papier"}
NAMES_BY_CHANNEL = {
    CodeChannel.PHONE: f"{NAME}, Code am Telefon",
    CodeChannel.LETTER: f"{NAME}, Code per Brief",
}


def load() -> bool:
    """Create and publish the first edition of each kind unless there is one. Returns whether any was created now."""
    created = [_load(*template) for template in TEMPLATES]
    return any(created)


def load_other_levels() -> None:
    """The same text for a qualified signature and for paper, which a portal offers only if somebody wants that."""
    for level, name in OTHER_NAMES.items():
        _load(Kind.AGREEMENT, name, TITLE, (*SECTIONS[:-1], _HOW_SIGNED[level]), level)


def load_other_channels() -> None:
    """The same text with the code by telephone and by letter, for those who do not want it by mail."""
    for channel, name in NAMES_BY_CHANNEL.items():
        _load(Kind.AGREEMENT, name, TITLE, SECTIONS, channel=channel)


def _load(
    kind: PreAgreement.Kind,
    name: str,
    title: str,
    sections: Sections,
    level: str = "advanced",
    channel: CodeChannel = CodeChannel.MAIL,
) -> bool:
    with transaction.atomic():
        template, created = AgreementTemplate.objects.get_or_create(
            name=name, defaults={"signature_level": level, "kind": kind, "code_channel": channel}
        )
        if not created:
            return False
        version = TemplateVersion.objects.create(template=template, number=1, title=title)
        TemplateSection.objects.bulk_create(
            TemplateSection(version=version, position=position, heading=heading, body=body)
            for position, (heading, body) in enumerate(sections, start=1)
        )
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
    return True
