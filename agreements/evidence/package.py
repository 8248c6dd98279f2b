"""The evidence package: everything that is needed to check an agreement in ten years without this portal."""

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.template.loader import render_to_string

from agreements.evidence.certificates import timestamp_data
from agreements.evidence.gathering import gather, journal_of
from agreements.evidence.portal_keys import signing_service
from agreements.models import DocumentVersion, Signature
from core import files
from core.journal import Visibility, canonical
from core.models import JournalEntry
from core.signing.reading.contents import PdfParts, SignatureParts, take_apart

SUMS = "SHA256SUMS"
OWNER_MAY_WRITE = 0o100644 << 16
ROOTS = "zertifikate/wurzel.pem"
OTHERS = "zertifikate/weitere.pem"
LISTS = "sperrlisten.pem"
Contents = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Step:
    """One signature as the text explains how to check it: where it lies, which bytes it covers, when it was made.

    `file`: the PDF; `length`, `skip`, `rest`: how to cut the covered bytes out of it, which end at `end`. `moment`:
    seconds since 1970. `ours`: its certificate leads to our root, not to that of another issuer.
    """

    label: str
    name: str
    file: str
    length: int
    skip: int
    rest: int
    end: int
    moment: int
    has_token: bool
    ours: bool


def build_package(version: DocumentVersion) -> bytes:
    """The ZIP for a version with evidence sheet; the same ledger makes the same bytes."""
    sheet = gather(version)
    reference = version.agreement.reference
    contents, steps = _documents_and_signatures(version)
    contents |= _journal(journal_of(version.agreement))
    context = {
        "sheet": sheet,
        "steps": steps,
        "issued_size": version.issued_file.size,
        "has_final": version.final_file is not None,
        "final_size": max((step.end for step in steps if step.name != "siegel"), default=0),
        "signature_count": sum(step.name != "siegel" for step in steps),
        "roots": ROOTS,
        "others": OTHERS,
        "lists": LISTS,
    }
    contents["LIESMICH.txt"] = render_to_string("agreements/evidence/liesmich.txt", context).encode()
    contents[SUMS] = _sums({name: hashlib.sha256(data).hexdigest() for name, data in contents.items()})
    return _zipped(contents, f"{reference}-nachweispaket", sheet.completed_at.astimezone(UTC))


def _documents_and_signatures(version: DocumentVersion) -> tuple[Contents, list[Step]]:
    reference = version.agreement.reference
    assert version.evidence_file is not None
    sheet = files.read(version.evidence_file)
    contents = {f"{reference}-ausgefertigt.pdf": files.read(version.issued_file), f"{reference}-nachweis.pdf": sheet}
    parts = [take_apart(sheet)]
    found = [("siegel", "Siegel des Nachweises", f"{reference}-nachweis.pdf", seal) for seal in parts[0].signatures]
    if version.final_file is not None:
        final = files.read(version.final_file)
        contents[f"{reference}-unterzeichnet.pdf"] = final
        parts.append(take_apart(final))
        found += [(*_whose(version, part), f"{reference}-unterzeichnet.pdf", part) for part in parts[-1].signatures]
    for scan in version.scans.filter(state="confirmed").select_related("file"):
        contents[f"{reference}-scan.pdf"] = files.read(scan.file)
    roots = signing_service().keys.roots
    contents |= _certificates(parts, roots)
    steps = []
    for name, label, file, part in found:
        contents |= _parts_of(name, part)
        steps.append(_step(version, name, label, file, part))
    return contents, sorted(steps, key=lambda step: (step.moment, step.name))


def _whose(version: DocumentVersion, part: SignatureParts) -> tuple[str, str]:
    """File name and label of a signature: the ledger knows its certificate."""
    for signature in version.signatures.all():
        if signature.certificate and bytes(signature.certificate) == part.certificate:
            of_commune = signature.party == Signature.Party.COMMUNE
            return ("kommune" if of_commune else "lpr"), f"Unterschrift von {signature.name}"
    raise ValueError(f"a signature of {version} is not in the ledger")


def _step(version: DocumentVersion, name: str, label: str, file: str, part: SignatureParts) -> Step:
    _, length, again, rest = part.byte_range
    party = {"kommune": Signature.Party.COMMUNE, "lpr": Signature.Party.LPR}.get(name)
    signature = version.signatures.filter(party=party).first() if party else None
    moment = signature.signed_at if signature else timestamp_data(part.token).at
    return Step(
        label=label,
        name=name,
        file=file,
        length=length,
        skip=again + 1,
        rest=rest,
        end=again + rest,
        moment=int(moment.timestamp()),
        has_token=bool(part.token),
        ours=signature is None or signature.method != Signature.Method.QUALIFIED,
    )


def _parts_of(name: str, part: SignatureParts) -> Contents:
    parts = {
        f"unterschriften/{name}.p7s": part.cms,
        f"unterschriften/{name}.sig": part.value,
        f"zertifikate/{name}.pem": _pem(part.certificate),
    }
    if part.token:
        parts[f"unterschriften/{name}.tst"] = part.token
    return parts


def _certificates(parts: list[PdfParts], roots: Iterable[x509.Certificate]) -> Contents:
    """Roots, the other certificates and the revocation lists as PEM, as openssl takes them."""
    own = {root.public_bytes(Encoding.DER) for root in roots}
    others = sorted({der for part in parts for der in part.certificates} - own)
    lists = sorted({der for part in parts for der in part.revocation_lists})
    return {
        ROOTS: b"".join(_pem(der) for der in sorted(own)),
        OTHERS: b"".join(_pem(der) for der in others),
        LISTS: b"".join(x509.load_der_x509_crl(der).public_bytes(Encoding.PEM) for der in lists),
    }


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _journal(entries: Iterable[JournalEntry]) -> Contents:
    """Each entry as the bytes whose SHA-256 is its hash, so that `sha256sum` recalculates the chain.

    Free text only where the commune may read it; it is hashed with its salt before it.
    """
    contents: Contents = {}
    sums: dict[str, str] = {}
    for entry in entries:
        name = f"{entry.seq:06}.json"
        contents[f"verlauf/{name}"], sums[name] = canonical(entry), entry.hash
        text = getattr(entry, "free_text", None)
        if text is not None and text.salt and entry.visibility == Visibility.COMMUNE:
            name = f"{entry.seq:06}.text"
            contents[f"verlauf/{name}"], sums[name] = (text.salt + text.text).encode(), entry.text_hash
    return {**contents, f"verlauf/{SUMS}": _sums(sums)}


def _sums(digests: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def _zipped(contents: Contents, folder: str, moment: datetime) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, data in sorted(contents.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", moment.timetuple()[:6])
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, OWNER_MAY_WRITE, 3
            archive.writestr(entry, data)
    return output.getvalue()
