"""Turn the form inputs of a typeset agreement into empty, tagged signature fields.

Fields added to a finished PDF are not part of its structure and break PDF/UA; so they are typeset as inputs,
which WeasyPrint tags as Form with a tooltip, and only change their kind here.
"""

from collections.abc import Mapping

import pydyf

WIDGET_KEYS = ("DA", "V", "AS", "MK", "Border", "Ff")

# By the name of a signature field, what its signature locks: ISO 32000-2, 12.7.5.5.
Locks = Mapping[str, dict[str, object]]


def make_signature_fields(pdf: pydyf.PDF, locks: Locks) -> None:
    """Every input named like one of ``locks`` becomes that signature field; others do not occur."""
    form = pdf.catalog.get("AcroForm")
    if form is None:
        return
    for widget in [entry for entry in pdf.objects if _is(entry, "Subtype", "/Widget")]:
        _make_field(pdf, widget, locks[widget["T"].string])
    for element in [entry for entry in pdf.objects if _is(entry, "S", "/Form")]:
        # Validators follow a single reference in K, not an array of one.
        if len(element["K"]) == 1:
            element["K"] = element["K"][0]
    form.pop("NeedAppearances", None)
    form.pop("DR", None)
    form["SigFlags"] = 3  # signatures exist; append only


def _is(entry: object, key: str, value: str) -> bool:
    return isinstance(entry, dict) and entry.get(key) == value


def _make_field(pdf: pydyf.PDF, widget: pydyf.Dictionary, locks: dict[str, object]) -> None:
    for key in WIDGET_KEYS:
        widget.pop(key, None)
    left, top, right, bottom = widget["Rect"]
    lower, upper = sorted((top, bottom))
    box = [round(value, 2) for value in (left, lower, right, upper)]
    empty = pydyf.Stream(
        [],
        extra={
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, round(right - left, 2), round(upper - lower, 2)]),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(empty)
    lock = pydyf.Dictionary({"Type": "/SigFieldLock", **locks})
    pdf.add_object(lock)
    widget.update(
        {
            "Rect": pydyf.Array(box),
            "FT": "/Sig",
            "AP": pydyf.Dictionary({"N": empty.reference}),
            "Lock": lock.reference,
        }
    )
