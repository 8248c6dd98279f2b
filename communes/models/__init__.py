"""Communes and what is known of them."""

from communes.models.attachments import Attachment
from communes.models.daily_work import Contact, Note, Task
from communes.models.facts import Milestone
from communes.models.people import OfficeHolder, Responsibility
from communes.models.territory import AGS, ARS, Association, Commune, District, Topic

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
