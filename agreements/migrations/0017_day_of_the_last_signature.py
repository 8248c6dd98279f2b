from datetime import date

from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest


class Migration(migrations.Migration):
    """What was called "in force since" is the day of the last signature; in force is never before the term begins."""

    dependencies = [("agreements", "0016_undecided_resolutions")]

    operations = [
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_in_force_has_day"),
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_ends_after_beginning"),
        migrations.RemoveConstraint(model_name="preagreement", name="preagreement_in_force_on_plausible"),
        migrations.RenameField(model_name="preagreement", old_name="in_force_on", new_name="signed_on"),
        migrations.AlterField(
            model_name="preagreement",
            name="signed_on",
            field=models.DateField(editable=False, null=True, verbose_name="von beiden Seiten unterzeichnet am"),
        ),
        migrations.AddField(
            model_name="preagreement",
            name="in_force_on",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(signed_on__isnull=True, then=Value(None)),
                    When(kind="agreement", then=Greatest("signed_on", "term_from")),
                    default=F("signed_on"),
                    output_field=models.DateField(null=True),
                ),
                output_field=models.DateField(null=True),
                verbose_name="in Kraft ab",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=Q(signed_on__isnull=False, status__in=["in_force", "ended"])
                | (~Q(status__in=["in_force", "ended"]) & Q(signed_on__isnull=True)),
                name="agreement_in_force_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")),
                name="agreement_ends_after_beginning",
                violation_error_message="Das Ende liegt vor dem Tag, an dem beide Seiten unterzeichnet hatten.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=Q(signed_on__range=(date(1900, 1, 1), date(2200, 12, 31))),
                name="preagreement_signed_on_plausible",
            ),
        ),
    ]
