"""What can go wrong with evidence."""


class EvidenceUnavailable(Exception):
    """The sheet cannot be made now; the cause says why, and it is tried again every minute."""
