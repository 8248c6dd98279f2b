"""The published case of 2021, as the press release tells it. Removable: nothing else refers to this file.

Source: press release of the Landespräventionsrat Sachsen and the town of Oelsnitz/Erzgebirge, Stand 01.09.2021.
The two names are public there and appear nowhere else in the portal.
"""

from datetime import date

from agreements.models import PreAgreement, ReferenceCounter
from agreements.text.standard_template import first_edition
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from communes.models import Commune, Topic
from core import journal
from core.actors import SYSTEM

AGS = "14521450"
SIGNED_ON = date(2021, 9, 1)
PAPER = PaperSignatures(
    signed_on=SIGNED_ON,
    commune_signatory="Bürgermeister Bernd Birkigt",
    lpr_signatory="Jan Heimer, Sachbearbeitung",
    source="Pressemitteilung, Stand 01.09.2021",
)


def load() -> bool:
    """Record the paper agreement unless it is there. Returns whether it was recorded now."""
    template = first_edition()
    commune = Commune.objects.get(ags=AGS)
    if template is None or commune.agreements.filter(route=PreAgreement.Route.PAPER).exists():
        return False
    with journal.collected():
        agreement = PreAgreement.objects.create(
            commune=commune,
            template_version=template,
            reference=ReferenceCounter.next_reference(SIGNED_ON.year),
            term_from=SIGNED_ON,
        )
        agreement.topics.set(Topic.objects.filter(name__in=["Vandalismus", "Graffiti"]))
        pre_agreement.record_paper(agreement, actor=SYSTEM, paper=PAPER)
    return True
