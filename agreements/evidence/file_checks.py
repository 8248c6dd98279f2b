"""The agreements' part of ``manage.py verify_files``; what it needs is loaded when it is asked, and not before."""

from django.utils.module_loading import import_string

from core.file_checks import PartResult, Tell, file_check


@file_check
def check_signed_files(tell: Tell) -> PartResult:
    """Whether signed files and evidence sheets hold against ledger and journal."""
    result: PartResult = import_string("agreements.evidence.signed_files.check")(tell)
    return result


@file_check
def check_notices(tell: Tell) -> PartResult:
    """Whether confirmed notices of change are those that the journal told of."""
    result: PartResult = import_string("agreements.notices.checking.check")(tell)
    return result
