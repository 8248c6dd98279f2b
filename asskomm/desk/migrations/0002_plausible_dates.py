"""Every day and moment is plausible (core.dates)."""

import datetime as dt

from django.conf import settings
from django.db import migrations, models

from core.implausible_rows import refuse_implausible_rows


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0015_plausible_dates"),
        ("communes", "0006_plausible_dates"),
        ("desk", "0001_recently_used"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        refuse_implausible_rows("desk"),
        migrations.AddConstraint(
            model_name="recentlyused",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "used_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="recentlyused_used_at_plausible",
            ),
        ),
    ]
