"""The files with the certificates of issuers of qualified certificates; light, so that every page may ask for them."""

from pathlib import Path

SUFFIXES = {".pem", ".crt", ".cer", ".der"}


def issuer_files(folder: Path) -> list[Path]:
    """Those in ``folder`` by their suffix, in a fixed order; none when there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
