"""What a caseworker records of what the commune told."""

import hashlib
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.db.models import Q
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.models.notice_states import NoticeOrigin
from agreements.models.terms import HoldingTerms, terms_agreed
from agreements.notices.typed_content import Told
from agreements.policies.notices import problem_with_notice_day
from communes.models import Contact, Topic
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import DayField, plain_helper
from core.mail_addresses import stored_address
from core.optimistic_forms import TokenForm, in_words
from core.typesetting.glyphs import DocumentField, shown_in_documents


class TopicsField(forms.ModelMultipleChoiceField):
    """Those that are offered, and those that hold though they are not offered any more."""

    def label_from_instance(self, topic: Any) -> str:
        return str(topic) if topic.active else f"{topic} (wird nicht mehr angeboten)"


class ContactField(forms.ModelChoiceField):
    """The commune's contacts, each with what it is called by."""

    def label_from_instance(self, contact: Any) -> str:
        ways = [contact.email or "ohne E-Mail-Adresse", contact.phone or "ohne Telefon"]
        parts = [contact.full_name, contact.function, *ways]
        return ", ".join(part for part in parts if part)


STALE = (
    "Inzwischen gilt etwas anderes, als dieses Formular gezeigt hat; es wurde nichts gesendet. Bitte prüfen Sie Ihre "
    "Eingaben: Wenn Sie jetzt senden, wird mitgeteilt, was hier steht."
)


class NoticeForm(TokenForm):
    """New topics, another contact, or both; from which day on, and how it was told.

    Its token is the fingerprint of the terms that it showed.
    """

    topics = TopicsField(
        Topic.objects.none(),
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Alle Themen, die künftig gelten. Lassen Sie es, wie es ist, wenn sich die Themen nicht ändern.",
    )
    contact = ContactField(
        Contact.objects.none(), label="Neue Ansprechperson der Kommune", required=False, empty_label="bleibt wie bisher"
    )
    effective_on = DayField(label="Gilt ab", help_text="Höchstens einen Monat zurück und drei Monate voraus.")
    origin = forms.ChoiceField(
        label="Wie hat die Kommune das mitgeteilt?", choices=[("", "Bitte wählen"), *NoticeOrigin.choices]
    )
    remark = DocumentField(
        label="Anmerkung dazu (freiwillig)",
        max_length=500,
        required=False,
        help_text="Etwa „Anruf des Hauptamts am 28.11.2026“. Steht in der Mitteilung, die die Kommune bestätigt.",
    )

    def __init__(self, *args: Any, agreement: PreAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.terms = terms_agreed(agreement)
        self.held = list(self.terms.topics.all())
        topics, contact = self.fields["topics"], self.fields["contact"]
        assert isinstance(topics, TopicsField)
        assert isinstance(contact, ContactField)
        topics.queryset = Topic.objects.filter(Q(active=True) | Q(pk__in=[topic.pk for topic in self.held]))
        topics.initial = [topic.pk for topic in self.held]
        contact.queryset = agreement.commune.contacts.filter(active=True)
        current = ", ".join(part for part in self.terms.contact if part)
        contact.help_text = (
            f"Bisher: {current or 'keine Angabe'}. Zur Wahl stehen die Ansprechpersonen in der Akte der Kommune; wer "
            "fehlt, wird zuerst dort erfasst."
        )
        self.fields["effective_on"].initial = self._first_day()
        self.fields["token"].initial = fingerprint(self.terms)
        self.helper = plain_helper(
            Layout(
                "token",
                Fieldset("Was ändert sich?", "topics", "contact"),
                Fieldset("Ab wann, und woher wissen wir es?", Row("effective_on", "origin"), "remark"),
                Actions(Primary("", "An die Kommune senden"), Cancel("Abbrechen", agreement.get_absolute_url())),
            )
        )
        self.helper.mark_optional = False

    def _first_day(self) -> date:
        """Today, or the first day that comes after what this notice changes."""
        today = timezone.localdate()
        told = self.agreement.notices.filter(status="confirmed", effective_on__gt=today)
        since = (self.agreement.in_force_on, self.terms.row.in_force_on, *told.values_list("effective_on", flat=True))
        return max([today, *(day for day in since if day is not None)])

    def clean_topics(self) -> list[Topic]:
        topics = list(self.cleaned_data["topics"])
        if not topics and self.held:
            raise forms.ValidationError("Bitte lassen Sie mindestens ein Thema stehen.")
        for topic in topics:
            shown_in_documents(topic.name)
        return topics

    def clean_contact(self) -> Contact | None:
        contact: Contact | None = self.cleaned_data["contact"]
        if contact is None:
            return None
        if not contact.email:
            raise forms.ValidationError(
                f"Für {contact} ist keine E-Mail-Adresse erfasst. Bitte ergänzen Sie sie zuerst in der Akte."
            )
        try:
            stored_address(contact.email)
        except forms.ValidationError as refused:  # from before addresses were judged
            raise forms.ValidationError(
                f"So wird die E-Mail-Adresse von {contact} nicht angenommen: {refused.messages[0]} Bitte berichtigen "
                "Sie sie zuerst in der Akte."
            ) from None
        for part in (contact.full_name, contact.email, contact.phone):
            shown_in_documents(part)
        return contact

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        problem = problem_with_notice_day(self.agreement, day)
        if problem:
            raise forms.ValidationError(problem)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "topics" in data and "contact" in data and self._topics() is None and self._contact() is None:
            raise forms.ValidationError(
                "Es ist noch keine Änderung angegeben. Bitte ändern Sie die Themen oder wählen Sie eine andere "
                "Ansprechperson."
            )
        return data

    def _stored(self, *, lock: bool = False) -> PreAgreement:
        rows = PreAgreement.objects.select_related("commune")
        return (rows.select_for_update(of=("self",), no_key=True) if lock else rows).get(pk=self.agreement.pk)

    def _token_of(self, row: PreAgreement) -> str:
        return fingerprint(terms_agreed(row))

    def _is_done(self, _stored: PreAgreement) -> bool:
        """A notice is sent whatever holds; a second one while the first waits is refused."""
        return False

    def _reasons(self, stored: PreAgreement) -> list[str]:
        terms = terms_agreed(stored)
        topics, contact = ", ".join(topic.name for topic in terms.topics.all()), ", ".join(filter(None, terms.contact))
        return [f"Themen: jetzt {in_words(topics)}", f"Ansprechperson: jetzt {in_words(contact)}", STALE]

    @property
    def told(self) -> Told:
        """Of a valid form: what the commune told."""
        data = self.cleaned_data
        return Told(
            topics=self._topics(),
            contact=self._contact(),
            effective_on=data["effective_on"],
            origin=data["origin"],
            remark=data["remark"],
        )

    def _topics(self) -> list[Topic] | None:
        chosen = self.cleaned_data["topics"]
        return chosen if set(chosen) != set(self.held) else None

    def _contact(self) -> tuple[str, str, str] | None:
        contact = self.cleaned_data["contact"]
        if contact is None:
            return None
        values = (contact.full_name, contact.email, contact.phone)
        return values if values != self.terms.contact else None


def fingerprint(terms: HoldingTerms) -> str:
    """What a form has shown: it changes with everything that a notice can change."""
    topics = sorted(terms.topics.values_list("pk", flat=True))
    return hashlib.sha256(repr((terms.row.pk, topics, terms.contact)).encode()).hexdigest()
