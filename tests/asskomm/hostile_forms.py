"""Every form sent empty, half and wrong: what is sent, made from the fields that a page shows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.asskomm.hostile_values import BY_KIND, TEXTS, files, some
from tests.asskomm.page_forms import Field, Form
from tests.factories.staff import PASSWORD

Sent = dict[str, Any]
ALL_AT_ONCE = 8
EACH_ALONE = {"date": 5, "number": 4, "text": 2}  # what one field holds while the others make sense
ONE_EACH = dict.fromkeys(EACH_ALONE, 1)  # where the forms are the framework's own
HOLDS_DATES = ("_on", "_from", "_until", "date", "dated", "day", "tag")


def kind_of(field: Field) -> str:
    """The admin's dates are texts by their type."""
    return "date" if field.kind == "text" and field.name.endswith(HOLDS_DATES) else field.kind


def sensible(field: Field) -> Any:
    """What a person could well send."""
    kind = kind_of(field)
    if kind == "file":
        return SimpleUploadedFile("unterlage.pdf", b"%PDF-1.7 eine Unterlage", "application/pdf")
    if field.value and kind != "checkbox":
        return field.value
    if field.offered:
        return next((offered for offered in field.offered if offered), "")
    return {
        "date": timezone.localdate().isoformat(),
        "number": "1",
        "email": "rathaus@musterstadt.example",
        "password": PASSWORD,
        "hidden": "",
    }.get(kind, "Muster")


def hostile(field: Field) -> list[Any]:
    """What nobody should send."""
    kind = kind_of(field)
    return files() if kind == "file" else BY_KIND.get(kind, TEXTS)


def everything(form: Form, alone: dict[str, int]) -> Iterator[tuple[str, Sent]]:
    """What is sent, each with a word for the report of a fault. ``alone``: how many values a field tries by itself."""
    fields = [field for field in form.fields.values() if field.name != "csrfmiddlewaretoken"]
    yield "nothing", {}
    yield "empty", {field.name: "" for field in fields}
    yield from _halves(fields)
    yield from _all_wrong(fields)
    yield from _one_wrong(fields, alone)


def _halves(fields: list[Field]) -> Iterator[tuple[str, Sent]]:
    middle = (len(fields) + 1) // 2
    first = {field.name: sensible(field) for field in fields[:middle]}
    second = {field.name: sensible(field) for field in fields[middle:]}
    yield "first half", first
    yield "second half", {**dict.fromkeys(first, ""), **second}
    chosen = [field for field in fields if field.kind in {"select", "radio"}]
    if chosen:
        yield "nothing chosen", {f.name: "" if f in chosen else sensible(f) for f in fields}
    dates = [field for field in fields if kind_of(field) == "date"]
    if len(dates) > 1:
        last = timezone.localdate() + timedelta(days=800)
        turned = {field.name: (last - timedelta(days=100 * n)).isoformat() for n, field in enumerate(dates)}
        yield "dates turned round", {**{f.name: sensible(f) for f in fields}, **turned}
    yield "everything twice", {field.name: [sensible(field)] * 2 for field in fields if field.kind != "file"}


def _all_wrong(fields: list[Field]) -> Iterator[tuple[str, Sent]]:
    for number in range(ALL_AT_ONCE):
        yield f"all wrong {number}", {f.name: hostile(f)[(n + number) % len(hostile(f))] for n, f in enumerate(fields)}


def _one_wrong(fields: list[Field], alone: dict[str, int]) -> Iterator[tuple[str, Sent]]:
    for number, wrong in enumerate(fields):
        rest = {field.name: sensible(field) for field in fields if field is not wrong}
        for value in some(hostile(wrong), alone.get(kind_of(wrong), alone["text"]), number):
            yield f"{wrong.name} = {str(value)[:20]!a}", {**rest, wrong.name: value}
