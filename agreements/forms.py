"""Forms of the staff's pages and of the mayor's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from agreements.models import PreAgreement, TemplateVersion
from agreements.pdf_writing.letters import DocumentField, shown_in_documents
from agreements.policies import problem_with_end, problem_with_paper_day
from communes.models import Topic
from core import scans
from core.forms import DateInput, plain_helper
from core.layout import Actions, Cancel, Primary


class AgreementForm(forms.ModelForm):
    """What a caseworker fills in. A draft may be saved incomplete; "Was fehlt noch?" names the rest."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(active=True),
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mehrere Angaben sind möglich.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PreAgreement
        fields = [
            "template_version",
            "topics",
            "contact_name",
            "contact_email",
            "contact_phone",
            "term_from",
            "term_until",
        ]
        widgets = {"term_from": DateInput, "term_until": DateInput}
        labels = {
            "contact_name": "Name",
            "contact_email": "E-Mail-Adresse",
            "contact_phone": "Telefon (freiwillig)",
            "term_from": "Beginn",
            "term_until": "Ende",
        }
        help_texts = {
            "template_version": "Sie bestimmt den Wortlaut und wie beide Seiten unterzeichnen.",
            "term_until": "Leer lassen, wenn die Vereinbarung unbefristet gilt.",
        }

    def __init__(self, *args: Any, cancel_url: str, templates: Sequence[TemplateVersion] = (), **kwargs: Any) -> None:
        """``templates``: what a draft may change to; with nothing to choose from the field is left out."""
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        choose = self._offer(templates)
        self.helper = plain_helper(
            Layout(
                "revision",
                *(["template_version"] if choose else []),
                Fieldset("Worum geht es?", "topics"),
                Fieldset("Ansprechperson der Kommune", "contact_name", Row("contact_email", "contact_phone")),
                Fieldset("Laufzeit", Row("term_from", "term_until")),
                Actions(Primary("", "Entwurf speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )
        # A draft may lack anything, but most of it is needed to send: "optional" would mislead.
        self.helper.mark_optional = False

    def _offer(self, templates: Sequence[TemplateVersion]) -> bool:
        """Whether there is a choice: among the draft's own text and ``templates``."""
        field = self.fields["template_version"]
        assert isinstance(field, forms.ModelChoiceField)
        keys = {self.instance.template_version_id, *(version.pk for version in templates)}
        # A page from before there was a choice sends none: then the text stays.
        if len(keys) < 2 or (self.is_bound and self.add_prefix("template_version") not in self.data):
            del self.fields["template_version"]
            return False
        field.queryset = TemplateVersion.objects.filter(pk__in=keys).select_related("template").order_by("pk")
        field.empty_label = None
        return True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("term_from") and data.get("term_until") and data["term_until"] < data["term_from"]:
            self.add_error("term_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        return data


class ReasonForm(forms.Form):
    """A reason in own words."""

    reason = forms.CharField(label="Grund", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}))

    def __init__(
        self, *args: Any, submit: str, cancel_label: str, cancel_url: str, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.helper = plain_helper(Layout("reason", Actions(Primary("", submit), Cancel(cancel_label, cancel_url))))


class PaperAgreementForm(forms.ModelForm):
    """What is known of an agreement that both sides signed on paper. ``scan_pdf``: the scan, made anew, or None."""

    template_version = forms.ModelChoiceField(
        TemplateVersion.objects.filter(published_at__isnull=False, template__kind="agreement").select_related(
            "template"
        ),
        label="Vorlage",
        empty_label=None,
        help_text="Die Ausgabe, deren Wortlaut dem Original am nächsten kommt.",
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(active=True),
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mehrere Angaben sind möglich.",
    )
    signed_on = forms.DateField(
        label="Tag der letzten Unterschrift", widget=DateInput, help_text="Seitdem ist die Vereinbarung in Kraft."
    )
    commune_signatory = DocumentField(
        label="Für die Kommune",
        max_length=200,
        help_text="Amt und Name, zum Beispiel „Bürgermeisterin Erika Musterfrau“; in Vertretung mit „i. V.“ und Grund.",
    )
    lpr_signatory = DocumentField(
        label="Für den Landespräventionsrat",
        max_length=200,
        help_text="Name und Funktion, zum Beispiel „Petra Musterkraft, Sachbearbeitung“.",
    )
    place_of_original = forms.CharField(
        label="Ort des Originals", max_length=300, help_text="Wo das Papier liegt: Akte, Ordner, Raum."
    )
    scan = forms.FileField(
        label="Scan",
        required=False,
        help_text="PDF, JPEG oder PNG bis 20 MB. Gespeichert wird eine neu erzeugte PDF-Datei mit denselben Seiten.",
        widget=forms.ClearableFileInput(attrs={"accept": scans.ACCEPT}),
    )

    class Meta:
        model = PreAgreement
        fields = ["template_version", "topics", "term_from", "term_until"]
        widgets = {"term_from": DateInput, "term_until": DateInput}
        labels = {"term_from": "Beginn", "term_until": "Ende"}
        help_texts = {
            "term_from": "Leer lassen, wenn sie mit der letzten Unterschrift begann.",
            "term_until": "Leer lassen, wenn die Vereinbarung unbefristet gilt.",
        }

    def __init__(self, *args: Any, cancel_url: str, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.scan_pdf: bytes | None = None
        self.helper = plain_helper(
            Layout(
                Fieldset("Was wurde vereinbart?", "template_version", "topics", Row("term_from", "term_until")),
                Fieldset("Wer hat unterzeichnet?", "signed_on", Row("commune_signatory", "lpr_signatory")),
                # The scan comes last: whatever stands behind a file that is too large does not arrive.
                Fieldset("Wo ist das Original?", "place_of_original", "scan"),
                Actions(Primary("", "Vereinbarung erfassen"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        problem = problem_with_paper_day(self.instance.commune, day)
        if problem:
            raise forms.ValidationError(problem)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["term_from"] = data.get("term_from") or data.get("signed_on")
        if data["term_from"] and data.get("term_until") and data["term_until"] < data["term_from"]:
            self.add_error("term_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        self._clean_scan(data.get("scan"))
        return data

    def _clean_scan(self, upload: Any) -> None:
        if self.too_large:
            self.add_error("scan", "Die Datei ist größer als 20 MB. Bitte scannen Sie mit geringerer Auflösung.")
        elif upload and self.errors:
            self.add_error("scan", "Bitte wählen Sie die Datei nach der Berichtigung noch einmal aus.")
        elif upload:
            try:
                self.scan_pdf = scans.clean_scan(upload.read())
            except scans.ScanRefusedError as refused:
                self.add_error("scan", str(refused))


class EndForm(forms.Form):
    """When and why an agreement ended."""

    on = forms.DateField(label="Letzter Tag", widget=DateInput, help_text="Heute oder früher.")
    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        help_text="Der Grund steht im Verlauf.",
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}),
    )

    def __init__(self, *args: Any, agreement: PreAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        actions = Actions(Primary("", "Vereinbarung beenden"), Cancel("Abbrechen", agreement.get_absolute_url()))
        self.helper = plain_helper(Layout("on", "reason", actions))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        problem = problem_with_end(self.agreement, day)
        if problem:
            raise forms.ValidationError(problem)
        return day


class AddressForm(forms.Form):
    """The right address of somebody whose mail did not arrive."""

    address = forms.EmailField(label="Neue E-Mail-Adresse")

    def __init__(self, *args: Any, hint: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = hint
        actions = Actions(Primary("", "Berichtigen und erneut senden"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout("address", actions))


class CountersignForm(forms.Form):
    """Signing in again is part of countersigning (signing rule 3)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    password = forms.CharField(
        label="Ihr Passwort",
        help_text="Mit Ihrem Passwort bestätigen Sie, dass Sie selbst gegenzeichnen.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, cancel_url: str, name_differs: bool = False, **kwargs: Any) -> None:
        """``name_differs``: the commune's certificate names somebody else; then that must be confirmed."""
        super().__init__(*args, **kwargs)
        if name_differs:
            self.fields["name_confirmed"] = forms.BooleanField(
                label="Ich habe geklärt, dass der Name im Zertifikat dieselbe Person bezeichnet.",
                error_messages={"required": "Bitte klären Sie das vor der Gegenzeichnung und bestätigen Sie es hier."},
            )
        shown = [name for name in ("version", "name_confirmed", "password") if name in self.fields]
        actions = Actions(Primary("", "Gegenzeichnen"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout(*shown, actions))


class ConsentForm(forms.Form):
    """Consent to the version that was shown, named by its hash."""

    shown = forms.CharField(widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label="",
        error_messages={"required": "Bitte stimmen Sie der Vereinbarung zu, bevor Sie weitergehen."},
    )

    def __init__(self, *args: Any, commune: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = f"Ich habe die Vereinbarung gelesen und stimme ihr im Namen der {commune} zu."
        self.helper = plain_helper(Layout("shown", "consent", Actions(Primary("", "Weiter zur Unterschrift"))))


class SignatureForm(forms.Form):
    """The typed name or the strokes, the ceremony's nonce and the hash that was shown; never a PDF (rule 4)."""

    TYPED, DRAWN = "typed", "drawn"

    nonce = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label="Wie möchten Sie unterzeichnen?",
        choices=[(TYPED, "Namen eintippen"), (DRAWN, "Mit Finger, Stift oder Maus zeichnen")],
        widget=forms.RadioSelect,
        initial=TYPED,
    )
    typed_name = forms.CharField(
        label="Ihr Vor- und Nachname",
        max_length=100,  # as the stamp; to import it from there would load the signing libraries
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == self.TYPED and "typed_name" not in self.errors and not _has_letters(data):
            self.add_error("typed_name", "Bitte tippen Sie Ihren Vor- und Nachnamen ein.")
        elif data.get("method") == self.TYPED and "typed_name" in data:
            self._refuse_unsettable(data["typed_name"])
        if data.get("method") == self.DRAWN and not data.get("strokes"):
            self.add_error(
                "method", "Bitte zeichnen Sie Ihre Unterschrift in das Feld oder tippen Sie Ihren Namen ein."
            )
        return data

    def _refuse_unsettable(self, name: str) -> None:
        """Only of a name that will be used; whoever draws may have left one behind."""
        try:
            shown_in_documents(name)
        except forms.ValidationError as refused:
            self.add_error("typed_name", refused)


def _has_letters(data: dict[str, Any]) -> bool:
    """Whether a name was typed that can be seen; some characters take no room at all."""
    return any(character.isalpha() for character in data.get("typed_name", ""))


class VerifyForm(forms.Form):
    """A check code, a file, or both."""

    code = forms.CharField(
        label="Prüfcode",
        required=False,
        max_length=40,
        help_text=(
            'Steht in der Unterschrift und am Fuß jeder Seite, zum Beispiel <span class="nowrap">7K3M-Q9TX-2BCD</span>.'
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="PDF-Datei",
        required=False,
        help_text="Bis 20 MB. Die Datei wird nur geprüft und nicht gespeichert.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        self.helper = plain_helper(Layout("code", "file", Actions(Primary("", "Prüfen"))))
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.too_large:
            self.add_error("file", "Die Datei ist größer als 20 MB. Eine Vorvereinbarung ist viel kleiner.")
        elif not data.get("code") and not data.get("file") and not self.errors:
            raise forms.ValidationError("Bitte geben Sie einen Prüfcode ein oder wählen Sie eine PDF-Datei.")
        return data
