"""Every day and moment is plausible (core.dates)."""

import datetime as dt

from django.conf import settings
from django.db import migrations, models

from core.implausible_rows import refuse_implausible_rows


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_figure_definitions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        refuse_implausible_rows("reports"),
        migrations.AddConstraint(
            model_name="figuredefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "published_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="figuredefinition_published_at_plausible",
            ),
        ),
    ]
