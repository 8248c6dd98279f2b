from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the mayor typed and what a tool's signature states is kept; older signatures do not know it."""

    dependencies = [
        ("agreements", "0020_change_notices"),
        ("communes", "0007_history_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="other_name_confirmed",
            field=models.BooleanField(default=False, verbose_name="anderer Name, auf Nachfrage bestätigt"),
        ),
        migrations.AddField(
            model_name="signature",
            name="typed_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="eingetippter Name"),
        ),
        migrations.AddField(
            model_name="signature",
            name="stated",
            field=models.JSONField(blank=True, default=dict, verbose_name="Angaben in der Signatur"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("typed_name", ""), models.Q(("method", "typed"), ("party", "commune")), _connector="OR"
                ),
                name="signature_name_typed_where_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other_name_confirmed", False), models.Q(("typed_name", ""), _negated=True), _connector="OR"
                ),
                name="signature_other_name_is_known",
            ),
        ),
    ]
