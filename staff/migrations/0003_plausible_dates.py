"""Every day and moment is plausible (core.dates)."""

import datetime as dt

from django.db import migrations, models

from core.implausible_rows import refuse_implausible_rows


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("staff", "0002_substitution"),
    ]

    operations = [
        refuse_implausible_rows("staff"),
        migrations.AddConstraint(
            model_name="signingauthority",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="signingauthority_valid_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingauthority",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="signingauthority_valid_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="substitution_valid_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="substitution_valid_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "date_joined__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="user_date_joined_plausible",
            ),
        ),
    ]
