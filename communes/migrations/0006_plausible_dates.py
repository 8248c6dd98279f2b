"""Every day and moment is plausible (core.dates)."""

import datetime as dt

from django.conf import settings
from django.db import migrations, models

from core.implausible_rows import refuse_implausible_rows


class Migration(migrations.Migration):
    dependencies = [
        ("communes", "0005_attachments"),
        ("core", "0006_plausible_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        refuse_implausible_rows("communes"),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("dated__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="attachment_dated_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "added_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="attachment_added_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "removed_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="attachment_removed_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="commune",
            constraint=models.CheckConstraint(
                condition=models.Q(("population_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="commune_population_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="commune",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="commune_valid_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="commune",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="commune_valid_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("happened_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="milestone_happened_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="milestone_ended_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "recorded_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="milestone_recorded_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "retracted_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="milestone_retracted_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("called_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="note_called_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "written_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="note_written_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="officeholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="officeholder_valid_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="officeholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="officeholder_valid_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="responsibility_valid_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="responsibility_valid_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="task_due_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "created_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="task_created_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "done_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="task_done_at_plausible",
            ),
        ),
    ]
