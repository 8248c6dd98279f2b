"""What a checker of PDF/UA-1 (ISO 14289-1) that is not ours finds wrong with a PDF: a part of the rules, by machine."""

from pathlib import Path
from tempfile import TemporaryDirectory

from pdfua import validate


def findings(pdf: bytes) -> list[str]:
    """The rules that the file breaks, with where; empty when nothing was found."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "checked.pdf"
        path.write_bytes(pdf)
        report = validate(str(path))
    return [f"{found.rule_id} {found.location}: {found.message}" for found in report.findings]
