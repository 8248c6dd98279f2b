from core.models.files import StoredFile
from core.models.heartbeat import Heartbeat
from core.models.journal import JournalEntry, JournalHead, JournalText, Visibility
from core.models.mail import OutgoingMessage
from core.models.refused_forms import RefusedForm
from core.models.sent_forms import SentForm

__all__ = [
    "Heartbeat",
    "JournalEntry",
    "JournalHead",
    "JournalText",
    "OutgoingMessage",
    "RefusedForm",
    "SentForm",
    "StoredFile",
    "Visibility",
]
