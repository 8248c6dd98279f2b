import datetime as dt

from django.db import migrations, models


class Migration(migrations.Migration):
    """When a link was answered, taken back or ran out; of older ones it is not known."""

    dependencies = [
        ("agreements", "0021_typed_names"),
        ("communes", "0007_history_is_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="closed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="erledigt am"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "closed_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="invitation_closed_at_plausible",
            ),
        ),
    ]
