"""Workbooks saved as "Strict Open XML": the same elements under other names of their namespaces.

ISO/IEC 29500 knows two dialects. The strict one differs in what a table is read from by its namespaces and by days as
ISO 8601 text (``t="d"``), which the reader knows. So the names are exchanged, and one reader reads both.
"""

import re
import zipfile
from io import BytesIO

STRICT = b"http://purl.oclc.org/ooxml/"
# An attribute's value: what somebody typed into a cell stays as it is.
_NAMESPACE = re.compile(rb"""(=\s*["'])http://purl\.oclc\.org/ooxml/(\w+)/(\w+)""")
_TRANSITIONAL = rb"\1http://schemas.openxmlformats.org/\2/2006/\3"
_TELLING = ("_rels/.rels", "xl/workbook.xml")


def is_strict(archive: zipfile.ZipFile) -> bool:
    """Whether the package's relations or its workbook use the strict names."""
    names = set(archive.namelist())
    return any(STRICT in archive.read(name) for name in _TELLING if name in names)


def as_transitional(archive: zipfile.ZipFile) -> bytes:
    """The same package under the names that most files use. The caller has looked at its size."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as translated:
        for name in dict.fromkeys(archive.namelist()):
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                content = _NAMESPACE.sub(_TRANSITIONAL, content)
            translated.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
