"""How the role matrix reaches every address: which object it is tried on, and what is sent to it."""

from collections.abc import Callable
from typing import Any

from tests.asskomm import portal_world as make
from tests.asskomm.portal_world import World

Arguments = Callable[[World], dict[str, Any]]


def _ags(world: World) -> dict[str, Any]:
    return {"ags": world.commune.ags}


def _of_commune(name: str) -> Arguments:
    return lambda world: {"ags": world.commune.ags, "pk": world.things[name].pk}


def _pk(name: str) -> Arguments:
    return lambda world: {"pk": world.things[name].pk}


def _agreement(of: Callable[[World], Any], **more: Any) -> Arguments:
    return lambda world: {"reference": of(world).reference, **more}


def _state(status: str) -> Arguments:
    return _agreement(lambda world: make.in_state(world, status))


def _planned(world: World) -> dict[str, Any]:
    return {"pk": make.planned_engagement(world).pk}


# Where an address has none of these, it needs no arguments.
ARGUMENTS: dict[str, Arguments] = {
    "district-handover": lambda world: {"key": world.commune.district_id},
    "commune": _ags,
    "commune-timeline": _ags,
    "office-holder-add": _ags,
    "office-holder": _of_commune("holder"),
    "milestone-add": _ags,
    "milestone-end": _of_commune("milestone"),
    "milestone-retract": _of_commune("milestone"),
    "attachment-add": _ags,
    "attachment": _of_commune("attachment"),
    "attachment-remove": _of_commune("attachment"),
    "note-add": _ags,
    "note-correct": make.note,
    "contacts": _ags,
    "contact-add": _ags,
    "contact": _of_commune("contact"),
    "task-add": _ags,
    "task": _of_commune("task"),
    "task-finish": _of_commune("task"),
    "task-reopen": _of_commune("task"),
    "substitution-end": _pk("substitution"),
    "substitution-take-back": _pk("planned_substitution"),
    "authority-confirm": _pk("waiting_authority"),
    "authority-decline": _pk("waiting_authority"),
    "authority-end": _pk("authority"),
    "authority-take-back": _pk("planned_authority"),
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "x-y"},
    "engagement": _pk("engagement"),
    "engagement-edit": _planned,
    "engagement-start": _planned,
    "engagement-complete": _pk("engagement"),
    "engagement-break-off": _pk("engagement"),
    "goal-add": _pk("engagement"),
    "goal": make.goal,
    "goal-tick": make.goal,
    "session-add": _pk("engagement"),
    "session": make.session,
    "agreement": _agreement(make.draft),
    "agreement-edit": _agreement(make.draft),
    "agreement-signatory": _agreement(make.draft),
    "agreement-resolution": _agreement(make.draft),
    "agreement-resolution-confirm": _agreement(make.draft_changed_after_the_council),
    "agreement-resolution-file": _agreement(make.draft_changed_after_the_council),
    "agreement-preview": _agreement(make.draft),
    "agreement-issue": _agreement(make.draft),
    "agreement-resend": _agreement(make.issued_agreement),
    "agreement-reminders": _agreement(make.issued_agreement),
    "agreement-code": _agreement(make.issued_with_code_by_phone),
    "agreement-answer": make.question,
    "agreement-withdraw": _agreement(make.issued_agreement),
    "agreement-discard": _agreement(make.draft),
    "agreement-reopen": _state("withdrawn"),
    "agreement-countersign": _state("commune_signed"),
    "agreement-handed-in": _agreement(make.handed_in),
    "agreement-handed-in-page": _agreement(make.handed_in, number=1),
    "agreement-issued": _agreement(make.issued_agreement),
    "agreement-signed": _agreement(make.issued_agreement),
    "agreement-evidence": _agreement(make.issued_agreement),
    "agreement-package": _agreement(make.issued_agreement),
    "agreement-version": _agreement(make.issued_agreement, number=1),
    "agreement-scan": _agreement(make.draft),
    "agreement-scan-upload": _agreement(make.printed),
    "agreement-scan-check": lambda world: {"reference": make.scanned(world)["reference"]},
    "agreement-scan-file": make.scanned,
    "agreement-end": lambda world: {"reference": world.things["engagement"].agreement.reference},
    "agreement-amend": lambda world: {"reference": world.things["engagement"].agreement.reference},
    "agreement-terminate": lambda world: {"reference": world.things["engagement"].agreement.reference},
    "notice-record": _agreement(make.in_force),
    "notice": make.notice,
    "notice-resend": make.notice,
    "notice-withdraw": make.notice,
    "notice-document": make.confirmed,
    "agreement-mails": _agreement(make.issued_agreement),
    "agreement-mail-correct": make.failed_mail,
    "edition-begin": lambda world: {"pk": make.published_template().template_id},
    "edition": make.waiting_edition,
    "edition-edit": make.waiting_edition,
    "edition-preview": make.waiting_edition,
    "edition-preview-pdf": make.waiting_edition,
    "edition-submit": make.draft_edition,
    "edition-release": make.waiting_edition,
    "edition-return": make.waiting_edition,
    "import": make.ready_import,
    "import-take-over": make.ready_import,
    "import-reread": make.ready_import,
    "import-discard": make.ready_import,
    "import-errors": make.ready_import,
    "definition-publish": lambda world: {"figure": "beraten"},
    "report-communes": lambda world: {"figure": "beraten"},
    "ceremony-link": lambda world: {"token": "gibt-es-nicht"},
    "ceremony-page": lambda world: {"number": 1},
    "ceremony-page-picture": lambda world: {"number": 1},
    "pki-revocation-list": lambda world: {"name": "issuing-ca"},
    "verify-shared": lambda world: {"code": "7K3M-Q9TX-2BCD"},
}
QUERY: dict[str, Arguments] = {
    "agreement-create": lambda world: {"kommune": world.commune.ags},
    "agreement-record": lambda world: {"kommune": world.commune.ags},
    "edition-preview": lambda world: {"kommune": world.commune.ags},
    "edition-preview-pdf": lambda world: {"kommune": world.commune.ags},
    "engagement-create": lambda world: {"vereinbarung": world.things["engagement"].agreement.reference},
}
# What is posted; otherwise a form without any answer, which anyone who may fill it in gets back with 422.
NO_ANSWER = {"csrfmiddlewaretoken": "x"}
POSTED: dict[str, dict[str, Any]] = {
    "agreement-amend": {"council_resolution": "not_needed", "token": "1"},
    # Everything in these may stay empty, so something wrong is sent.
    "agreement-create": {"contact_email": "falsch"},
    "agreement-edit": {"contact_email": "falsch"},
    "agreement-signatory": {"signatory": "0"},
    "agreement-issue": {"token": "1"},
    "agreement-resolution-confirm": {"token": "1"},
    "agreement-withdraw": {"reason": "Ein Grund."},
    "agreement-discard": {"reason": "Ein Grund."},
    "account_login": {"login": "niemand@lpr.example", "password": "falsch"},
    "verify": {"code": "7K3M-Q9TX-2BCD"},
}
