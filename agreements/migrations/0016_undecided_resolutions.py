from django.db import migrations, models
from django.db.models import Q

CHOICES = [
    ("undecided", "noch nicht geklärt"),
    ("not_needed", "nicht erforderlich"),
    ("pending", "steht noch aus"),
    ("passed", "gefasst"),
]

# "Not needed" was the default. Where nobody chose it, and no text that was sent says it, it becomes undecided.
NOBODY_CHOSE = """
    UPDATE agreements_preagreement AS a SET council_resolution = 'undecided'
    WHERE a.council_resolution = 'not_needed' AND a.status = 'draft' AND NOT EXISTS (
        SELECT 1 FROM core_journalentry j
        WHERE j.subject_type = 'agreements.preagreement' AND j.subject_id = a.id::text
            AND j.kind = 'preagreement.resolution'
    );
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0015_plausible_dates"), ("core", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="preagreement",
            name="council_resolution",
            field=models.CharField(choices=CHOICES, default="undecided", max_length=20, verbose_name="Ratsbeschluss"),
        ),
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_resolution_valid"),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=Q(council_resolution__in=[value for value, _label in CHOICES]),
                name="agreement_resolution_valid",
            ),
        ),
        migrations.RunSQL(NOBODY_CHOSE, migrations.RunSQL.noop),
    ]
