"""Header cells of tables that say for what they are the header: PDF/UA-1 (ISO 14289-1, 7.5).

WeasyPrint links data cells to their headers, but a header above other headers (the corner of a table with a header
in every row) is linked to nothing.
"""

from typing import Any

import pydyf
from weasyprint.document import Document


def scope_header_cells(_document: Document, pdf: pydyf.PDF) -> None:
    """A finisher for WeasyPrint: each TH gets its Scope, the row if data cells stand in its row, else the column."""
    elements = {each.reference: each for each in pdf.objects if isinstance(each, pydyf.Dictionary)}
    for row in elements.values():
        if row.get("S") != "/TR":
            continue
        cells = [elements[kid] for kid in _kids(row) if kid in elements]
        scope = "/Row" if any(cell.get("S") == "/TD" for cell in cells) else "/Column"
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"]["Scope"] = scope


def _kids(element: Any) -> list[Any]:
    kids = element.get("K", [])
    return list(kids) if isinstance(kids, list) else [kids]
