"""The start page among 10,000 communes: kept, made anew, and one question, each against a page of text."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client

from communes.models import Commune, District, Milestone
from communes.models.names import search_key, sort_key, trigrams
from tests.benchmarks.interleaved import print_ratio

COMMUNES, EACH_DISTRICT, NETWORK = 10_000, 500, 1_000


def _commune(number: int) -> Commune:
    district, place = divmod(number, EACH_DISTRICT)
    key, name = f"148{district:02d}", f"Beispielort {number}"
    return Commune(
        ags=f"{key}{place:03d}",
        ars=f"{key}0000{place:03d}",
        name=name,
        kind=Commune.Kind.TOWN,
        district_id=key,
        sort_key=sort_key(name),
        search_key=search_key(name),
        trigrams=sorted(trigrams(name)),
    )


@pytest.fixture
def many(db: None) -> None:
    keys = [f"148{number:02d}" for number in range(COMMUNES // EACH_DISTRICT)]
    District.objects.bulk_create(District(key=key, name=f"Kreis {key}", kind="rural") for key in keys)
    communes = Commune.objects.bulk_create(map(_commune, range(COMMUNES)))
    fact = Milestone.objects.create(kind=Milestone.Kind.COOPERATION_AGREEMENT, happened_on=date(2020, 11, 5))
    fact.communes.set(communes[:NETWORK])


def asking(address: str, *, anew: bool = False) -> Callable[[], object]:
    client = Client()

    def ask() -> object:
        if anew:
            caches["pages"].clear()
        answer = client.get(address)
        assert answer.status_code == 200
        return answer

    return ask


@pytest.mark.usefixtures("many")
def test_start_page_among_ten_thousand():
    text = asking("/impressum/")
    question = "/kommunen-im-netzwerk/antwort/?gemeinde="
    print_ratio("the kept start page to the imprint", asking("/"), text, rounds=30, aim=1)
    print_ratio("a question to the imprint", asking(f"{question}Beispielort 77"), text, rounds=30, aim=10)
    print_ratio("a question with an error to the imprint", asking(f"{question}Beispilrt 77"), text, rounds=10, aim=40)
    print_ratio("the start page made anew to the imprint", asking("/", anew=True), text, rounds=10, aim=150)
