"""Communes and what is known of them."""

from communes.models.attachments import Attachment
from communes.models.commune import AGS, ARS, Commune
from communes.models.daily_work import Contact, Note, Task
from communes.models.districts import Association, District
from communes.models.facts import Milestone
from communes.models.people import OfficeHolder, Responsibility
from communes.models.topic import Topic

__all__ = [
    "AGS",
    "ARS",
    "Association",
    "Attachment",
    "Commune",
    "Contact",
    "District",
    "Milestone",
    "Note",
    "OfficeHolder",
    "Responsibility",
    "Task",
    "Topic",
]
