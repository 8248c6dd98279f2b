"""What must be there for the portal to work: asked by ``manage.py check``, before each start and by ``status``.

A plain check looks at settings and folders, so that a server or worker does not start without them. With ``--deploy``
it also asks who is at work: a worker for each queue, the minute's work, mails that wait. Rooms above add their own
under the same tag.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.utils import timezone

from core import dates
from core.files import WriteOnceStorage
from core.heartbeats import MINUTES_WORK, last_seen, queues
from core.models import Heartbeat, OutgoingMessage

TAG = "betrieb"
SEEN_WITHIN = timedelta(minutes=5)
LONG_WORK = timedelta(minutes=30)  # an import may keep its worker busy
MAILS_WAIT = timedelta(minutes=15)
Apps = Sequence[AppConfig] | None


@register(TAG)
def document_store(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """The store is named and can be written to; a folder that is not there yet must be possible to make."""
    if "documents" not in settings.STORAGES:
        text = "Es ist kein Speicher für Dokumente eingestellt (STORAGES ohne „documents“)."
        return [Error(text, hint="Er steht in asskomm/settings/base.py.", id="betrieb.E001")]
    store = storages["documents"]
    if not isinstance(store, WriteOnceStorage):
        return []
    folder = Path(store.location)
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        return []
    text = f"In den Speicher für Dokumente lässt sich nicht schreiben: {folder}"
    hint = "Der Ordner (DOCUMENT_STORE) muss dem Konto des Portals gehören und beschreibbar sein."
    return [Error(text, hint=hint, id="betrieb.E002")]


@register(TAG, deploy=True)
def document_folder(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """In production a folder that is missing may be a disk that is not mounted: better not to begin a new one."""
    store = storages["documents"] if "documents" in settings.STORAGES else None
    if not isinstance(store, WriteOnceStorage) or Path(store.location).is_dir():
        return []
    text = f"Den Ordner für Dokumente gibt es nicht: {store.location}"
    hint = "Ist das Laufwerk eingehängt? Bei einer neuen Installation legen Sie ihn an (mkdir)."
    return [Error(text, hint=hint, id="betrieb.E003")]


@register(TAG, deploy=True)
def background_work(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """The minute's work and the workers were seen lately, and mails go out. Silent before the first migration."""
    try:
        if Heartbeat._meta.db_table not in connection.introspection.table_names():
            return []
        return [*_not_seen(last_seen(), timezone.now()), *_waiting_mails(timezone.now())]
    except DatabaseError as error:
        text = f"Die Datenbank antwortet nicht ({type(error).__name__})."
        return [Error(text, hint="Bitte prüfen Sie PostgreSQL und DATABASE_URL.", id="betrieb.E004")]


def _not_seen(seen: dict[str, datetime], now: datetime) -> Iterator[CheckMessage]:
    if problem := _since(seen.get(MINUTES_WORK), now, SEEN_WITHIN):
        hint = "Bitte „manage.py tick“ jede Minute ausführen (cron oder systemd-Timer)."
        yield Error(f"Der Minutentakt {problem}.", hint=hint, id="betrieb.E005")
    for queue in queues():
        limit = SEEN_WITHIN if queue == "default" else LONG_WORK
        if problem := _since(seen.get(queue), now, limit):
            hint = (
                f"Bitte „manage.py db_worker --queue-name {queue}“ starten. Gefragt wird er vom Minutentakt: Ohne den "
                "meldet sich kein Hintergrunddienst."
            )
            yield Error(f"Ein Hintergrunddienst für „{queue}“ {problem}.", hint=hint, id="betrieb.E006")


def _since(at: datetime | None, now: datetime, limit: timedelta) -> str:
    if at is None:
        return "hat sich noch nie gemeldet"
    if now - at <= limit:
        return ""
    seen = timezone.localtime(at)
    return f"hat sich zuletzt am {dates.day(seen)} um {dates.clock(seen)} Uhr gemeldet"


def _waiting_mails(now: datetime) -> Iterator[CheckMessage]:
    states = (OutgoingMessage.State.QUEUED, OutgoingMessage.State.SENDING)
    late = OutgoingMessage.objects.filter(state__in=states, due_at__lt=now - MAILS_WAIT).count()
    if late:
        text = f"Auf den Versand warten seit mehr als 15 Minuten: {late} E-Mails."
        hint = "Bitte prüfen Sie Hintergrunddienst, Minutentakt und den Mailserver (EMAIL_HOST)."
        yield Error(text, hint=hint, id="betrieb.E007")
