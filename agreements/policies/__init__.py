"""Who may do what with a pre-agreement, and what is missing. The same decisions disable, refuse and explain."""

from agreements.policies.drafts import can_discard, can_edit, can_issue, can_prepare, missing_for_issue
from agreements.policies.handling import can_change, can_handle, only_system
from agreements.policies.in_force import (
    amended_is_in_force,
    can_amend,
    can_end,
    can_end_as_agreed,
    can_end_with_agreement,
    problem_with_end,
)
from agreements.policies.paper import (
    can_confirm_scan,
    can_record_existing,
    can_record_paper,
    can_record_scan,
    problem_with_paper_day,
)
from agreements.policies.signing import (
    can_answer,
    can_answer_question,
    can_ask,
    can_countersign,
    can_countersign_now,
    can_pass_on_code,
    can_pause_reminders,
    can_sign_for_commune,
    told_to_countersign,
)
from agreements.policies.wording import (
    can_begin_edition,
    can_edit_edition,
    can_release_edition,
    can_return_edition,
    can_submit_edition,
)

__all__ = [
    "amended_is_in_force",
    "can_amend",
    "can_answer",
    "can_answer_question",
    "can_ask",
    "can_begin_edition",
    "can_change",
    "can_confirm_scan",
    "can_countersign",
    "can_countersign_now",
    "can_discard",
    "can_edit",
    "can_edit_edition",
    "can_end",
    "can_end_as_agreed",
    "can_end_with_agreement",
    "can_handle",
    "can_issue",
    "can_pass_on_code",
    "can_pause_reminders",
    "can_prepare",
    "can_record_existing",
    "can_record_paper",
    "can_record_scan",
    "can_release_edition",
    "can_return_edition",
    "can_sign_for_commune",
    "can_submit_edition",
    "missing_for_issue",
    "only_system",
    "problem_with_end",
    "problem_with_paper_day",
    "told_to_countersign",
]
