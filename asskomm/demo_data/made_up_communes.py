"""Communes that do not exist, outside the official range of keys, with their mayors."""

from datetime import date

from communes.models import Commune, District, OfficeHolder

DISTRICT = "14999"
IN_OFFICE_SINCE = date(2022, 8, 1)

# AGS, name, kind, population, salutation, first name, last name, mail (empty: to show what is missing)
COMMUNES = (
    (
        "14999010",
        "Musterstadt",
        "town",
        19_800,
        "female",
        "Erika",
        "Musterfrau",
        "buergermeisterin@musterstadt.example",
    ),
    ("14999020", "Musterau", "municipality", 2_340, "male", "Max", "Mustermann", "buergermeister@musterau.example"),
    (
        "14999030",
        "Beispielberg",
        "town",
        38_400,
        "female",
        "Berta",
        "Beispiel",
        "oberbuergermeisterin@beispielberg.example",
    ),
    (
        "14999040",
        "Großbeispiel-Kleinmusterdorf am Vorlagenbach",
        "municipality",
        870,
        "male",
        "Bernd",
        "Beispielmann",
        "buergermeister@grossbeispiel.example",
    ),
    ("14999050", "Ohneadresse", "municipality", 1_120, "female", "Ortrud", "Ohnemail", ""),
    ("14999060", "Ohneamt", "municipality", 640, "", "", "", ""),
    ("14999070", "Musterruf", "town", 9_150, "female", "Thea", "Telefonmuster", "buergermeisterin@musterruf.example"),
    ("14999080", "Musterpost", "municipality", 3_480, "male", "Bruno", "Briefmuster", "rathaus@musterpost.example"),
    ("14999090", "Vertretungsau", "town", 6_720, "male", "Volker", "Verreist", "buergermeister@vertretungsau.example"),
)


def load() -> None:
    """Create what is missing; change nothing that is there."""
    district, _ = District.objects.get_or_create(
        key=DISTRICT,
        defaults={"name": "Musterkreis", "kind": District.Kind.RURAL, "seat": "Musterstadt", "fictitious": True},
    )
    for ags, name, kind, population, salutation, first_name, last_name, email in COMMUNES:
        commune, created = Commune.objects.get_or_create(
            ags=ags,
            defaults={
                "ars": f"{ags[:5]}0000{ags[5:]}",
                "name": name,
                "kind": kind,
                "large_district_town": name == "Beispielberg",
                "district": district,
                "population": population,
                "population_on": date(2024, 12, 31),
                "postcode": "01999",
                "fictitious": True,
            },
        )
        if created and last_name:
            OfficeHolder.objects.create(
                commune=commune,
                office="mayor",
                salutation=salutation,
                first_name=first_name,
                last_name=last_name,
                email=email,
                phone=f"03721 555 {ags[-4:]}",
                valid_from=IN_OFFICE_SINCE,
            )
