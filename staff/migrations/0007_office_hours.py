from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0006_plausible_moments"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="office_hours",
            field=models.CharField(
                blank=True,
                help_text="Wann man Sie erreicht, zum Beispiel: Mo–Do 9–15 Uhr",
                max_length=60,
                verbose_name="Sprechzeiten",
            ),
        ),
    ]
