"""Every day and moment is plausible (core.dates)."""

import datetime as dt

from django.conf import settings
from django.db import migrations, models

from core.implausible_rows import refuse_implausible_rows


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0015_plausible_dates"),
        ("coaching", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        refuse_implausible_rows("coaching"),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="engagement_planned_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="engagement_planned_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("started_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="engagement_started_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="engagement_ended_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="engagement",
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
                name="engagement_created_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="goal_done_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
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
                name="goal_created_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("date__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="session_date_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "entered_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="session_entered_at_plausible",
            ),
        ),
    ]
