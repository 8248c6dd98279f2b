"""What agreements need: texts, key files, revocation lists and a timestamp authority. Part of ``core.checks``.

The demo makes its keys itself, so nothing is asked of them there.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Remark
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from agreements.models import PreAgreement, TemplateVersion
from core.checks import TAG, Apps

KEYS = {
    "ROOT_CERTS": ("Die Datei mit den Wurzelzertifikaten", "SIGNING_ROOT_CERTS"),
    "CA_P12": ("Die Schlüsseldatei der ausstellenden Stelle", "SIGNING_CA_P12"),
    "SEAL_P12": ("Die Schlüsseldatei des Siegels", "SIGNING_SEAL_P12"),
}


@register(TAG)
def key_files(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Every file is there and readable, and the folder of revocation lists holds some; none is opened."""
    return [] if settings.DEMO else [*_absent_keys(), *_absent_lists()]


@register(TAG)
def timestamp_address(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """The address of the timestamp authority is one."""
    if is_web_address(settings.SIGNING["TSA_URL"]):
        return []
    text = "Die Adresse des Zeitstempeldienstes (TSA_URL) ist keine, die mit http:// oder https:// beginnt."
    return [Error(text, hint="Zum Beispiel: https://zeitstempel.example/tsa", id="betrieb.E013")]


@register(TAG, deploy=True)
def key_lives(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """What ``signing status`` says: unreadable, unfit and expired keys and lists, and those that soon will be."""
    if settings.DEMO or _absent_keys_known():
        return []
    found: list[tuple[int, str]] = import_string("agreements.office.signing_health.key_problems")()
    hint = "Alle Angaben: manage.py signing status"
    return [
        Error(text, hint=hint, id="betrieb.E014") if level > 1 else Remark(text, hint=hint, id="betrieb.W014")
        for level, text in found
    ]


@register(TAG, deploy=True)
def timestamps(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """The timestamp authority answers with a token that signing would take."""
    if settings.DEMO or not is_web_address(settings.SIGNING["TSA_URL"]):
        return []
    problem: str = import_string("agreements.office.signing_health.timestamp_problem")()
    hint = "Solange das so ist, kann niemand unterzeichnen. Bitte TSA_URL, Netz und Dienst prüfen."
    return [Error(problem, hint=hint, id="betrieb.E015")] if problem else []


@register(TAG, deploy=True)
def published_texts(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Each kind of agreement has a published text that is offered. Silent before the first migration."""
    try:
        if TemplateVersion._meta.db_table not in connection.introspection.table_names():
            return []
        offered = TemplateVersion.objects.filter(published_at__isnull=False, template__active=True)
        kinds = set(offered.values_list("template__kind", flat=True))
    except DatabaseError:  # core.checks says that the database does not answer
        return []
    hint = (
        "Bitte „manage.py load_templates“ ausführen oder in der Verwaltung eine Vorlage anbieten und veröffentlichen."
    )
    return [
        Error(f"Für „{kind.label}“ gibt es keine veröffentlichte Vorlage.", hint=hint, id="betrieb.E016")
        for kind in PreAgreement.Kind
        if kind not in kinds
    ]


def is_web_address(address: str) -> bool:
    """Whether a timestamp authority can be asked there."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False


def _absent_keys() -> Iterator[CheckMessage]:
    for name, (called, variable) in KEYS.items():
        path = Path(settings.SIGNING[name])
        if not (path.is_file() and os.access(path, os.R_OK)):
            text = f"{called} gibt es nicht, oder sie ist nicht lesbar: {path}"
            yield Error(text, hint=f"Genannt wird sie von {variable}.", id="betrieb.E011")


def _absent_keys_known() -> bool:
    return any(_absent_keys())


def _absent_lists() -> Iterator[CheckMessage]:
    folder = Path(settings.SIGNING["CRL_DIR"])
    hint = "Der Ordner (SIGNING_CRL_DIR) muss die Sperrlisten enthalten und für das Konto des Portals lesbar sein."
    if not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        yield Error(
            f"Den Ordner mit den Sperrlisten gibt es nicht, oder er ist nicht lesbar: {folder}",
            hint=hint,
            id="betrieb.E012",
        )
    elif not any(os.access(path, os.R_OK) for path in folder.glob("*.crl")):
        yield Error(f"In diesem Ordner liegt keine lesbare Sperrliste: {folder}", hint=hint, id="betrieb.E012")
