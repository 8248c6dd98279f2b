"""Key files on disk: PKCS#12 with what is wrong said plainly, written whole or not at all.

A rotation that is under way lies in a folder of its own beside the issuing authority's file. From the moment that
folder has its name, its files count instead of those that the settings name; so all keys change in one step.
"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PublicFormat,
    pkcs12,
)

from core.signing.errors import KeysMissing
from core.signing.pki import Issuer

ROTATION = "rotation"
FORMER = "former"
AUTHORITY, SEAL, TIMESTAMPS = "issuing-ca", "seal", "tsa"


class KeyFileAbsent(KeysMissing):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The files that the settings name: the set's folder is the one of the issuing authority."""

    root_certs: Path
    authority_p12: Path
    authority_password: str = field(repr=False)
    seal_p12: Path
    seal_password: str = field(repr=False)
    timestamp_p12: Path
    timestamp_password: str = field(repr=False)
    crl_dir: Path

    @property
    def folder(self) -> Path:
        return self.authority_p12.parent

    def named(self, role: str) -> tuple[Path, str]:
        """File and password of AUTHORITY, SEAL or TIMESTAMPS."""
        return {
            AUTHORITY: (self.authority_p12, self.authority_password),
            SEAL: (self.seal_p12, self.seal_password),
            TIMESTAMPS: (self.timestamp_p12, self.timestamp_password),
        }[role]


def read_current(role: str, path: Path, password: str, folder: Path) -> Issuer:
    """The key in use: of a rotation that has not been cleared away yet, or the one in the file. Raises KeysMissing."""
    try:
        return read_p12(folder / ROTATION / f"{role}.p12", password)
    except KeyFileAbsent:
        return read_p12(path, password)


def read_p12(path: Path, password: str) -> Issuer:
    """Key and certificate in a PKCS#12 file. Raises KeysMissing with what is wrong with it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise KeyFileAbsent(f"Die Schlüsseldatei {path.name} fehlt.") from error
    except OSError as error:
        raise KeysMissing(f"Die Schlüsseldatei {path.name} ist nicht lesbar ({error.strerror}).") from error
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, password.encode() or None)
    except ValueError as error:
        raise KeysMissing(_why_unreadable(path, data)) from error
    if key is None:
        raise KeysMissing(f"Die Datei {path.name} enthält keinen Schlüssel.")
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeysMissing(f"Die Datei {path.name} enthält keinen passenden Schlüssel (elliptische Kurve).")
    if certificate is None:
        raise KeysMissing(f"Die Datei {path.name} enthält kein Zertifikat zum Schlüssel.")
    if _encoded(key.public_key()) != _encoded(certificate.public_key()):
        raise KeysMissing(f"Schlüssel und Zertifikat in {path.name} gehören nicht zusammen.")
    return Issuer(certificate, key)


def write_p12(path: Path, issuer: Issuer, password: str) -> None:
    """Replace the file in one step, readable by its owner alone."""
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    write(path, pkcs12.serialize_key_and_certificates(b"key", issuer.key, issuer.certificate, None, encryption))


def write(path: Path, data: bytes) -> None:
    """Replace the file in one step, readable by its owner alone and safe on the disk."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.touch(mode=0o600)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def short_name(certificate: x509.Certificate) -> str:
    """A name for an authority's files that no other authority has."""
    return f"ca-{hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()[:16]}"


def keep_as_former(folder: Path, certificate: x509.Certificate) -> None:
    """Put the certificate to those of former authorities, whose signatures are still verified."""
    (folder / FORMER).mkdir(mode=0o700, exist_ok=True)
    write(folder / FORMER / f"{short_name(certificate)}.pem", certificate.public_bytes(Encoding.PEM))


def read_former(folder: Path) -> list[x509.Certificate]:
    """The certificates of former authorities. Raises KeysMissing."""
    found = []
    for path in sorted((folder / FORMER).glob("*.pem")):
        try:
            found += x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError) as error:
            raise KeysMissing(f"Das Zertifikat {path.name} einer früheren Stelle ist nicht lesbar.") from error
    return found


def _why_unreadable(path: Path, data: bytes) -> str:
    from asn1crypto import pkcs12 as asn1_pkcs12  # noqa: PLC0415 - slow to load, and wanted only when a key is broken

    try:
        asn1_pkcs12.Pfx.load(data, strict=True).native  # noqa: B018 - parses all of it
    except (ValueError, TypeError, KeyError):
        return f"Die Schlüsseldatei {path.name} ist nicht lesbar: Sie ist beschädigt oder keine PKCS#12-Datei."
    return f"Das Kennwort zur Schlüsseldatei {path.name} stimmt nicht."


def _encoded(key: Any) -> bytes:
    encoded: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded


def read_roots(path: Path) -> list[x509.Certificate]:
    """The trusted roots in a PEM file. Raises KeysMissing."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KeysMissing(f"Die Wurzelzertifikate fehlen oder sind nicht lesbar ({path.name}).") from error
