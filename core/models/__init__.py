from core.models.files import StoredFile
from core.models.journal import JournalEntry, JournalHead, JournalText, Visibility
from core.models.mail import OutgoingMessage

__all__ = ["JournalEntry", "JournalHead", "JournalText", "OutgoingMessage", "StoredFile", "Visibility"]
