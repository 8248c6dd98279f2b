from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_plausible_dates"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="findings",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="Ausgeblendetes und Hinweise"
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="hidden_lines",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="Zeilen mit Ausgeblendetem"),
        ),
        migrations.AddField(
            model_name="import",
            name="leave_out_hidden",
            field=models.BooleanField(default=False, editable=False, verbose_name="Ausgeblendetes auslassen"),
        ),
        migrations.AddField(
            model_name="importline",
            name="remarks",
            field=models.JSONField(blank=True, default=list, verbose_name="was ausgeblendet ist"),
        ),
    ]
