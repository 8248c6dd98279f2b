"""The mail about an import that was taken over."""

from asskomm.intake.models import Import, Verdict
from asskomm.intake.template.sheets import in_template_order
from core.composing import NOBODY, ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage


@mail_kind("intake.taken_over")
def taken_over(message: OutgoingMessage) -> ComposedMail | None:
    """To the heads: who took over how much of what kind; names and addresses stay in the portal."""
    run = Import.objects.select_related("applied_by").get(pk=message.subject_id)
    sheets = [
        {"title": title, "new": numbers.get(Verdict.NEW, 0), "changed": numbers.get(Verdict.CHANGED, 0)}
        for title, numbers in in_template_order(run.counts).items()
        if numbers.get(Verdict.NEW) or numbers.get(Verdict.CHANGED)
    ]
    return compose_from(
        "import_taken_over", "Import in das ASSKomm-Portal übernommen", answer_to=NOBODY, run=run, sheets=sheets
    )
