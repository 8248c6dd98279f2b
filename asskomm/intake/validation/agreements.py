"""Lines about agreements that exist on paper."""

import re

from django.utils import timezone

from agreements.models import PaperOriginal, PreAgreement, TemplateVersion
from agreements.offline.recording import record_signed
from agreements.policies.paper import can_record_existing, problem_with_paper_day
from agreements.transitions.payloads import PaperSignatures
from asskomm.intake.models import Verdict
from asskomm.intake.validation.row_form import RowAction, RowForm
from communes.models import Topic
from communes.models.names import search_key

_BETWEEN = re.compile(r"\s*[;,]\s*")
OF_ORIGINAL = {name: name for name in ("commune_signatory", "lpr_signatory", "place")}
OF_TERM = {name: name for name in ("term_from", "term_until")}


def agreement(form: RowForm) -> RowAction | None:
    """An agreement in force since its last signature; one of a template and a day per commune."""
    commune, template, topics = form.commune(), _template(form), _topics(form)
    signed, term_from, term_until = (form.day(key) for key in ("signed_on", "term_from", "term_until"))
    problem = problem_with_paper_day(commune, signed) if commune and signed else ""
    if problem:
        form.add_error("signed_on", problem)
    term_from = term_from or signed
    if term_from and term_until and term_until < term_from:
        form.add_error("term_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
    original = PaperOriginal(**{name: form.text(key) for name, key in OF_ORIGINAL.items()})
    draft = PreAgreement(term_from=term_from, term_until=term_until)
    form.clean(original, OF_ORIGINAL)
    form.clean(draft, OF_TERM)
    if commune is None or template is None or signed is None:
        return None
    decision = can_record_existing(form.actor, commune)
    if not decision:
        form.add_error("", decision.reason)
    if form.errors:
        return None
    draft.commune, draft.template_version = commune, template
    paper = PaperSignatures(
        signed_on=signed,
        commune_signatory=original.commune_signatory,
        lpr_signatory=original.lpr_signatory,
        place_of_original=original.place,
    )
    return _action(form, draft, topics, paper)


def _action(form: RowForm, draft: PreAgreement, topics: list[Topic], paper: PaperSignatures) -> RowAction:
    key = (draft.commune_id, draft.template_version.template_id, paper.signed_on.isoformat())
    content = (draft.term_from, draft.term_until, paper, tuple(topic.pk for topic in topics))
    existing = form.existing.agreements
    same = existing.get(key)
    if same is not None:
        if same.reference:
            form.add_hint("", f"Erfasst als {same.reference}. Was dort anders steht, bleibt.")
        return RowAction(Verdict.PRESENT, ("agreement", *key), content)
    if draft.term_until is not None and draft.term_until < timezone.localdate():
        form.add_hint(
            "term_until", "Die Laufzeit ist schon vorbei. Bitte beenden Sie die Vereinbarung nach dem Import."
        )
    return RowAction(
        Verdict.NEW,
        ("agreement", *key),
        content,
        lambda actor: record_signed(draft, topics=topics, paper=paper, actor=actor),
        lambda: existing.setdefault(key, draft),
    )


def _template(form: RowForm) -> TemplateVersion | None:
    name = form.text("template")
    found = form.existing.templates.get(search_key(name)) if name else form.existing.default_template
    if found is None and name:
        names = sorted({str(version.template) for version in form.existing.templates.values()})
        form.add_error("template", f"Eine Vorlage „{name[:60]}“ gibt es nicht. Möglich sind: {', '.join(names)}.")
    elif found is None:
        form.add_error("template", "Das Portal hat noch keine Vorlage. Bitte veröffentlichen Sie zuerst eine.")
    return found


def _topics(form: RowForm) -> list[Topic]:
    topics: list[Topic] = []
    for word in _BETWEEN.split(form.text("topics")):
        topic = form.existing.topics.get(search_key(word))
        if topic is not None and topic not in topics:
            topics.append(topic)
        elif word and topic is None:
            names = ", ".join(sorted(topic.name for topic in form.existing.topics.values()))
            form.add_error("topics", f"Das Thema „{word[:60]}“ gibt es nicht. Möglich sind: {names}.")
    return topics
