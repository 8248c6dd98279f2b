"""What a PDF carries for machines."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file to be attached. ``dated``: the moment its content is of, not the clock's, so that equal stays equal."""

    name: str
    text: str
    description: str
    dated: datetime
