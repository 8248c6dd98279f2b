import datetime as dt

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was drawn or typed and not signed yet."""

    dependencies = [
        ("agreements", "0026_links_that_were_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignatureDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed_name", models.CharField(blank=True, max_length=100, verbose_name="eingetippter Name")),
                ("strokes", models.JSONField(blank=True, default=list, verbose_name="gezeichnete Striche")),
                ("kept_at", models.DateTimeField(auto_now=True, verbose_name="festgehalten um")),
                (
                    "ceremony",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signature_draft",
                        to="agreements.ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "Entwurf einer Unterschrift",
                "verbose_name_plural": "Entwürfe von Unterschriften",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("typed_name", ""), models.Q(("strokes", []), _negated=True)),
                            models.Q(models.Q(("typed_name", ""), _negated=True), ("strokes", [])),
                            _connector="OR",
                        ),
                        name="signature_draft_typed_or_drawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kept_at__range",
                                (
                                    dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                                    dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                                ),
                            )
                        ),
                        name="signaturedraft_kept_at_plausible",
                    ),
                ],
            },
        ),
    ]
