"""Files written again by another program; every byte may be another one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf

from tests.agreements.signing.manipulations.lab import Forge, Lab


def resaved(change: Callable[[pikepdf.Pdf], None] | None = None, **saving: Any) -> Forge:
    """Opened and saved by pikepdf, with a ``change`` if one is given."""

    def forge(lab: Lab) -> bytes:
        with pikepdf.open(BytesIO(lab.final)) as pdf:
            if change is not None:
                change(pdf)
            output = BytesIO()
            pdf.save(output, **saving)
        return output.getvalue()

    return forge


def encrypted_for_everyone(lab: Lab) -> bytes:
    """Encrypted, but opened by everyone's reader without asking: the user's password is empty."""
    return resaved(encryption=pikepdf.Encryption(owner="owner", user=""))(lab)


def flattened(pdf: pikepdf.Pdf) -> None:
    """Only the pictures of the signatures stay on the page."""
    pdf.flatten_annotations("all")


def first_page_only(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1:]


def page_more(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def without_validation_data(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.DSS


def without_attachment(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names
    del pdf.Root.AF
