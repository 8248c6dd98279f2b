from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q
from django.db.models.functions import TruncDate


class PaperDaysError(Exception):
    """Rows are in the way of the migration; the message names them, in German, for those who update the portal."""


# What is said of the paper has one day, that of the last signature, since the portal sets both together.
NOT_SIGNED_THAT_DAY = """
    SELECT reference FROM agreements_preagreement
    WHERE paper_signed_on IS DISTINCT FROM (CASE WHEN route IN ('paper', 'printed') THEN signed_on END)
        OR paper_signed_on IS NULL AND (
            scan_id IS NOT NULL
            OR '' <> paper_commune_signatory || paper_lpr_signatory || paper_source || place_of_original
        )
    ORDER BY reference
"""
WHAT_NOW = (
    "Bei diesen Vereinbarungen passt das, was vom Original auf Papier erfasst ist, nicht zum Tag der letzten "
    "Unterschrift (paper_signed_on und signed_on). Nichts wurde geändert. Bitte berichtigen Sie diese Zeilen von "
    "agreements_preagreement mit SQL und aktualisieren Sie dann noch einmal: "
)

# The original gets its agreement's number, so that each finds the other; new ones count on from there.
INTO_ROWS = """
    INSERT INTO agreements_paperoriginal (id, commune_signatory, lpr_signatory, source, place, scan_id)
    SELECT id, paper_commune_signatory, paper_lpr_signatory, paper_source, place_of_original, scan_id
    FROM agreements_preagreement WHERE paper_signed_on IS NOT NULL;
    UPDATE agreements_preagreement SET original_id = id WHERE paper_signed_on IS NOT NULL;
    SELECT setval(pg_get_serial_sequence('agreements_paperoriginal', 'id'), max(id)) FROM agreements_paperoriginal
    HAVING max(id) IS NOT NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""
INTO_COLUMNS = """
    UPDATE agreements_preagreement a SET
        paper_signed_on = a.signed_on, paper_commune_signatory = o.commune_signatory,
        paper_lpr_signatory = o.lpr_signatory, paper_source = o.source, place_of_original = o.place,
        scan_id = o.scan_id, original_id = NULL
    FROM agreements_paperoriginal o WHERE o.id = a.original_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


def refuse_other_days(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing that is known of a paper may get lost, nor another day become true."""
    with editor.connection.cursor() as cursor:
        cursor.execute(NOT_SIGNED_THAT_DAY)
        found = [reference for (reference,) in cursor.fetchall()]
    if found:
        raise PaperDaysError(WHAT_NOW + ", ".join(found))


class Migration(migrations.Migration):
    """What is known of an original on paper becomes a row of its own; its day is that of the last signature."""

    dependencies = [("agreements", "0022_links_closed_at"), ("core", "0008_plausible_moments")]

    operations = [
        migrations.RunPython(refuse_other_days, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_one_on_paper_per_day"),
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_paper_has_day"),
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_original_is_paper"),
        migrations.RemoveConstraint(model_name="preagreement", name="agreement_paper_day_is_past"),
        migrations.RemoveConstraint(model_name="preagreement", name="preagreement_paper_signed_on_plausible"),
        migrations.CreateModel(
            name="PaperOriginal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commune_signatory", models.CharField(blank=True, max_length=500)),
                ("lpr_signatory", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="Quelle")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="Ort des Originals")),
                (
                    "scan",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="Scan",
                    ),
                ),
            ],
            options={"verbose_name": "Original auf Papier", "verbose_name_plural": "Originale auf Papier"},
        ),
        migrations.AddField(
            model_name="preagreement",
            name="original",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="agreement",
                to="agreements.paperoriginal",
            ),
        ),
        migrations.RunSQL(INTO_ROWS, INTO_COLUMNS),
        migrations.RemoveField(model_name="preagreement", name="paper_signed_on"),
        migrations.RemoveField(model_name="preagreement", name="paper_commune_signatory"),
        migrations.RemoveField(model_name="preagreement", name="paper_lpr_signatory"),
        migrations.RemoveField(model_name="preagreement", name="paper_source"),
        migrations.RemoveField(model_name="preagreement", name="place_of_original"),
        migrations.RemoveField(model_name="preagreement", name="scan"),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=Q(route__in=["online", "qualified"], original__isnull=True)
                | Q(route__in=["paper", "printed"], status__in=["in_force", "ended"], original__isnull=False)
                | Q(route="paper", status="draft", original__isnull=True)
                | (Q(route="printed", original__isnull=True) & ~Q(status__in=["in_force", "ended"])),
                name="agreement_signed_on_paper_has_original",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=Q(route__in=["online", "qualified"])
                | Q(signed_on__isnull=True)
                | Q(signed_on__lte=TruncDate("status_since")),
                name="agreement_paper_day_is_past",
                violation_error_message="Der Tag der Unterschrift auf Papier liegt in der Zukunft.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.UniqueConstraint(
                condition=Q(route="paper"),
                fields=("commune", "template_version", "signed_on"),
                name="agreement_one_on_paper_per_day",
                violation_error_message="Die Vereinbarung von diesem Tag ist schon erfasst.",
            ),
        ),
    ]
