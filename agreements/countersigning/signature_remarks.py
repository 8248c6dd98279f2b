"""What a caseworker must know about the commune's signature before countersigning."""

from cryptography import x509
from cryptography.x509.oid import ObjectIdentifier

from agreements.models import Signature
from agreements.text.person_names import same_person

QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
# QcSSCD, 0.4.0.1862.1.4 in DER: the key lies in a qualified signature creation device (ETSI EN 319 412-5).
SECURE_DEVICE = bytes.fromhex("060604008e460104")


def name_differs(signature: Signature) -> bool:
    """Whether the commune signed with another name than that of the office holder who was to sign (rule 22).

    The name is the one in the certificate, where that was not made by the portal, or the one that was typed.
    """
    outside = signature.method == Signature.Method.QUALIFIED
    return bool(signature.other_name) or (outside and not same_person(signature.name, signature.certificate_name))


def remarks(signature: Signature) -> list[str]:
    """German sentences; none for a signature of the portal with the signatory's own name."""
    if signature.other_name:
        asked = f"Eingetippt wurde „{signature.other_name}“; unterzeichnen sollte {signature.name}."
        to_do = "Bitte klären Sie vor der Gegenzeichnung, ob das dieselbe Person ist."
        return [f"{asked} Auf Nachfrage wurde bestätigt, so zu unterschreiben. {to_do}"]
    if signature.method != Signature.Method.QUALIFIED:
        return []
    found = []
    found.append(
        f"Qualifizierte elektronische Signatur von „{signature.certificate_name}“, Zertifikat ausgestellt von "
        f"{signature.certificate_issuer}."
    )
    if name_differs(signature):
        found.append(
            f"Der Name im Zertifikat ist ein anderer als der der Amtsperson ({signature.name}). Bitte klären Sie vor "
            "der Gegenzeichnung, ob das dieselbe Person ist."
        )
    if signature.statements:
        found += [f"In der Signatur steht als {label}: „{text}“." for label, text in signature.statements]
        found.append(
            "Das hat eingetragen, wer signiert hat; das Portal hat es nicht geprüft. Bitte lesen Sie, ob es etwas an "
            "der Vereinbarung ändern oder einschränken soll; dann zeichnen Sie bitte nicht gegen, sondern fragen nach."
        )
    if not signature.timestamped:
        found.append(
            "Die Datei trägt keinen Zeitstempel, dem das Portal vertraut; als Zeit gilt der Eingang im Portal."
        )
    if signature.revocation == Signature.Revocation.NOT_EMBEDDED:
        found.append("Sperrstatus nicht in der Datei: Ob das Zertifikat gesperrt war, lässt sich hier nicht prüfen.")
    if not _on_secure_device(signature):
        found.append(
            "Das Zertifikat sagt nicht, dass der Schlüssel in einer qualifizierten Signaturerstellungseinheit liegt."
        )
    return found


def _on_secure_device(signature: Signature) -> bool:
    certificate = x509.load_der_x509_certificate(bytes(signature.certificate or b""))
    try:
        statements = certificate.extensions.get_extension_for_oid(QC_STATEMENTS).value
    except x509.ExtensionNotFound:
        return False
    return isinstance(statements, x509.UnrecognizedExtension) and SECURE_DEVICE in statements.value
