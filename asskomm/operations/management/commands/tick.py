"""``manage.py tick``: what happens every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from agreements.ceremony import kept_signatures, lost_links, reminders
from agreements.evidence.sheets import make_missing
from agreements.notices import steps as notices
from agreements.office.clock import end_as_agreed, end_left_amendments, expire_overdue
from asskomm.desk.search import words
from asskomm.intake import upkeep
from core import files, heartbeats, mail
from core.finished_tasks import forget_finished
from core.optimistic_forms import forget_sent_forms
from core.refused_forms import forget_refused_forms
from staff.tries import counting, sign_in, telling


class Command(BaseCommand):
    requires_system_checks = []  # they load the whole portal, every minute
    help = (
        "Was jede Minute geschieht: Fristen, Erinnerungen, Nachweise, hängende E-Mails, Dateien ohne Eintrag. "
        "Mehrfach ausführbar."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        heartbeats.beat()
        expired = expire_overdue() + notices.expire_overdue()
        ended = end_as_agreed() + end_left_amendments()
        reminded = reminders.send_due()
        made = make_missing()
        resumed = mail.resume_stuck() + lost_links.resume_stuck()
        imports = upkeep.resume_stuck() + upkeep.forget_old()
        swept = files.sweep()
        forget_sent_forms()
        forget_refused_forms()
        forget_finished()
        kept_signatures.forget_left()
        counting.forget_old()
        sign_in.forget_old_places()
        words.learn()
        words.forget_daily()
        told = telling.tell_owners()
        if expired or ended or reminded or made or resumed or imports or swept or told:
            self.stdout.write(
                f"{expired} Fristen abgelaufen, {ended} Vereinbarungen beendet, {reminded} Erinnerungen, "
                f"{made} Nachweise, {resumed} E-Mails erneut, "
                f"{imports} Importe fortgesetzt oder gelöscht, {swept} Dateien entfernt, "
                f"{told} E-Mails über falsche Passwörter"
            )
