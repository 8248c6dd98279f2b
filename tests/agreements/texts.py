"""Agreement texts for tests: one that is ordinary, and variations."""

from dataclasses import replace
from datetime import UTC, date, datetime

from agreements.text.documents import AgreementText, Section

ORDINARY = AgreementText(
    title="Vorvereinbarung",
    reference="LPR-2026-0042",
    version=1,
    commune_name="Stadt Musterstadt",
    commune_ags="14999010",
    district_name="Musterkreis",
    commune_signatory="Erika Musterfrau",
    commune_office="Bürgermeisterin",
    lpr_name="Landespräventionsrat Sachsen",
    lpr_signatory="Sabine Muster",
    sections=(
        Section(
            "Gegenstand der Vorvereinbarung",
            (
                "Die Stadt Musterstadt und der Landespräventionsrat arbeiten im Rahmen der Allianz zusammen.",
                "Grundlage sind die örtlichen Herausforderungen: Vandalismus und Graffiti im öffentlichen Raum.",
            ),
        ),
        Section(
            "Leistungen des Landespräventionsrates",
            (
                "Der Landespräventionsrat berät die Kommune und finanziert ein Coaching.",
                "Er öffnet den Zugang zu den Erfahrungen des landesweiten Netzwerks sowie zu Fortbildungen.",
                "Leistungen stehen unter dem Vorbehalt der Verfügbarkeit von Haushaltsmitteln.",
            ),
        ),
        Section(
            "Beiträge der Kommune",
            (
                "Die Kommune benennt eine Ansprechperson und stellt die Mitwirkung der Verwaltung sicher.",
                "Sie bindet Polizei, Schulen, Vereine und weitere Partnerinnen und Partner vor Ort ein.",
                "Sie prüft die Einrichtung eines Kommunalen Präventionsrates.",
            ),
        ),
        Section(
            "Laufzeit und Kündigung", ("Die Vereinbarung kann mit einer Frist von drei Monaten gekündigt werden.",)
        ),
        Section(
            "Elektronische Unterzeichnung",
            (
                "Die Vereinbarung wird elektronisch unterzeichnet; beide Seiten erhalten dieselbe Datei.",
                "Sie tritt mit der letzten Unterschrift in Kraft.",
            ),
        ),
    ),
    topics=("Vandalismus", "Graffiti"),
    contact_name="Max Mustermann",
    contact_email="ordnungsamt@musterstadt.example",
    contact_phone="+49 30 23125 042",
    term_from=date(2026, 12, 1),
    term_until=date(2028, 11, 30),
    council_resolution="Der Stadtrat hat am 5. November 2026 zugestimmt (Beschluss 42/2026).",
    check_code="7K3M-Q9TX-4HWD",
    check_url="https://portal.example/pruefen/",
    issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    demo=True,
    draft=False,
)

LONG_NAMES = replace(
    ORDINARY,
    commune_name="Große Kreisstadt Dippoldiswalde-Müglitztal am Osterzgebirge / Wulke wokrjesne město Budyšin-Łaz",
    district_name="Sächsische Schweiz-Osterzgebirge",
    commune_signatory="Dr. Bożena Šěrcec-Nawkojc von Hohenstein-Ernstthal",
    commune_office="Oberbürgermeisterin und Vorsitzende des Verwaltungsverbandes",
    topics=("Vandalismus", "Graffiti", "Sicherheitsempfinden im öffentlichen Raum", "Jugendschutz", "Häusliche Gewalt"),
)
