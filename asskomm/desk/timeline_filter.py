"""What a commune's timeline can be narrowed by: kind, person, period, text; all of it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from communes.daily_work.saving import NOTES
from communes.models import Commune, Note
from core.actors import ActorKind
from core.crispy_kern.layout import Secondary
from core.folding import matching
from core.forms import DayField, plain_helper
from core.models import JournalEntry, JournalText
from staff.models import User

_NOTE = Q(kind__in=NOTES)
_SPOKEN = Q(data__kind__in=[Note.Kind.CALL, Note.Kind.VISIT])
_WRITTEN = Q(data__kind__in=[Note.Kind.MAIL, Note.Kind.LETTER])
# Key in the address: label, condition. Each entry is of one kind at most.
KINDS: dict[str, tuple[str, Q]] = {
    "notizen": ("Notizen", _NOTE & (Q(data__kind=Note.Kind.NOTE) | Q(data__kind__isnull=True))),
    "gespraeche": ("Gespräche", _NOTE & _SPOKEN),
    "post": ("Post", _NOTE & _WRITTEN),
    "vereinbarung": ("Vereinbarung", Q(kind__startswith="preagreement.") | Q(kind__startswith="changenotice.")),
    "coaching": ("Coaching", Q(kind__startswith="engagement.")),
    "fakten": ("Fakten", Q(kind__startswith="milestone.")),
    "aufgaben": ("Aufgaben", Q(kind__startswith="task.")),
    "unterlagen": ("Unterlagen", Q(kind__startswith="attachment.")),
    "personen": ("Personen", Q(kind__startswith="officeholder.") | Q(kind__startswith="contact.")),
}


@dataclass(frozen=True, slots=True)
class KindLink:
    """One kind with its number of entries, and where it leads."""

    label: str
    count: int
    address: str
    current: bool


class TimelineFilter(forms.Form):
    """``art`` is chosen by links and kept in a hidden field."""

    q = forms.CharField(label="Text", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    person = forms.ChoiceField(label="Person", required=False)
    von = DayField(label="von", required=False)
    bis = DayField(label="bis", required=False)
    art = forms.ChoiceField(required=False, choices=[(key, label) for key, (label, _) in KINDS.items()])

    def __init__(self, data: Mapping[str, Any], commune: Commune) -> None:
        super().__init__({name: data.get(name, "") for name in self.base_fields})
        self.all = JournalEntry.objects.filter(key=commune.ags)
        people = self.all.filter(actor_kind=ActorKind.STAFF).order_by().values_list("actor_id", flat=True).distinct()
        known = User.objects.filter(pk__in=[int(key) for key in people if key.isdigit()])
        choices = [
            ("", "Alle"),
            *((str(user.pk), user.full_name) for user in known.order_by("last_name", "first_name")),
        ]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["art"].widget = forms.HiddenInput()
        self.helper = plain_helper(Layout("art", Row("q", "person"), Row("von", "bis"), Secondary("", "Filtern")))
        self.helper.mark_optional = False

    @property
    def narrowed(self) -> bool:
        return any(self.data.values())

    def entries(self) -> QuerySet[JournalEntry]:
        """Those that fit, the newest first; of what was typed wrongly nothing is asked."""
        rows = self._of_form()
        kind = self.cleaned_data.get("art")
        return (rows.filter(KINDS[kind][1]) if kind else rows).select_related("free_text").order_by("-id")

    def kinds(self) -> list[KindLink]:
        """Those with entries, and all of them first. One query."""
        counts = self._of_form().aggregate(
            **{key: Count("pk", filter=condition) for key, (_, condition) in KINDS.items()}, alle=Count("pk")
        )
        chosen = self.cleaned_data.get("art") or ""
        links = [KindLink("Alle", counts["alle"], self._address(""), not chosen)]
        links += [
            KindLink(label, counts[key], self._address(key), key == chosen)
            for key, (label, _) in KINDS.items()
            if counts[key] or key == chosen
        ]
        return links

    def _of_form(self) -> QuerySet[JournalEntry]:
        self.is_valid()
        rows, said = self.all, self.cleaned_data
        if said.get("q"):
            texts = matching(JournalText.objects.filter(entry__in=self.all), ("text",), said["q"])
            rows = rows.filter(pk__in=texts.values("entry"))
        if said.get("person"):
            rows = rows.filter(actor_kind=ActorKind.STAFF, actor_id=said["person"])
        if said.get("von"):
            rows = rows.filter(at__gte=_midnight(said["von"]))
        if said.get("bis"):
            rows = rows.filter(at__lt=_midnight(said["bis"] + timedelta(days=1)))
        return rows

    @property
    def querystring(self) -> str:
        """What is chosen, for links to other pages of the same."""
        return urlencode({name: value for name, value in self.data.items() if value})

    def _address(self, kind: str) -> str:
        kept = {name: value for name, value in {**self.data, "art": kind}.items() if value}
        return f"?{urlencode(kept)}"


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
