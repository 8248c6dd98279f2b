"""Who may do what with a pre-agreement, and what is missing. The same decisions disable, refuse and explain."""

from agreements.policies.amending import can_amend, can_reopen
from agreements.policies.drafts import can_discard, can_edit, can_issue, can_prepare, missing_for_issue
from agreements.policies.handling import can_change, can_handle, only_system
from agreements.policies.in_force import (
    amended_is_in_force,
    can_end,
    can_end_as_agreed,
    can_end_with_agreement,
    problem_with_end,
)
from agreements.policies.notices import (
    can_answer_notice,
    can_change_notice,
    can_confirm_notice,
    can_give_notice,
    can_let_notice_lapse,
    can_send_notice,
    can_send_notice_again,
    clock_only,
    problem_with_notice_day,
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
    "can_answer_notice",
    "can_answer_question",
    "can_ask",
    "can_begin_edition",
    "can_change",
    "can_change_notice",
    "can_confirm_notice",
    "can_confirm_scan",
    "can_countersign",
    "can_countersign_now",
    "can_discard",
    "can_edit",
    "can_edit_edition",
    "can_end",
    "can_end_as_agreed",
    "can_end_with_agreement",
    "can_give_notice",
    "can_handle",
    "can_issue",
    "can_let_notice_lapse",
    "can_pass_on_code",
    "can_pause_reminders",
    "can_prepare",
    "can_record_existing",
    "can_record_paper",
    "can_record_scan",
    "can_release_edition",
    "can_reopen",
    "can_return_edition",
    "can_send_notice",
    "can_send_notice_again",
    "can_sign_for_commune",
    "can_submit_edition",
    "clock_only",
    "missing_for_issue",
    "only_system",
    "problem_with_end",
    "problem_with_notice_day",
    "problem_with_paper_day",
    "told_to_countersign",
]
