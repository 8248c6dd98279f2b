from datetime import UTC, date, datetime

from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("undecided", "noch nicht geklärt"),
    ("not_needed", "nicht erforderlich"),
    ("pending", "steht noch aus"),
    ("passed", "gefasst"),
]
DAYS = (date(1900, 1, 1), date(2200, 12, 31))
MOMENTS = (datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 12, 31, 23, 59, 59, tzinfo=UTC))

# Of whom nobody said anything there is no row.
INTO_ROWS = """
    INSERT INTO agreements_councilresolution (
        agreement_id, state, expected_on, passed_on, number, version, draft_on, file_id, confirmed_at
    )
    SELECT
        id, council_resolution, council_resolution_expected_on, council_resolution_on, council_resolution_number,
        council_resolution_version, council_resolution_draft_on, council_resolution_file_id,
        council_resolution_confirmed_at
    FROM agreements_preagreement
    WHERE council_resolution <> 'undecided' OR council_resolution_expected_on IS NOT NULL
        OR council_resolution_on IS NOT NULL OR council_resolution_number <> ''
    ORDER BY id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""
INTO_COLUMNS = """
    UPDATE agreements_preagreement a SET
        council_resolution = r.state, council_resolution_expected_on = r.expected_on,
        council_resolution_on = r.passed_on, council_resolution_number = r.number,
        council_resolution_version = r.version, council_resolution_draft_on = r.draft_on,
        council_resolution_file_id = r.file_id, council_resolution_confirmed_at = r.confirmed_at
    FROM agreements_councilresolution r WHERE r.agreement_id = a.id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""
COLUMNS = (
    "council_resolution",
    *(
        f"council_resolution_{name}"
        for name in ("expected_on", "on", "number", "version", "draft_on", "file", "confirmed_at")
    ),
)
CHECKS = (
    "agreement_resolution_valid",
    "agreement_resolution_about_one_text",
    "agreement_resolution_details_if_passed",
    *(f"preagreement_{name}_plausible" for name in COLUMNS if name.endswith(("_on", "_at"))),
)


class Migration(migrations.Migration):
    """What is known of a council's resolution becomes a row of its own, with the constraints it had."""

    dependencies = [("agreements", "0023_paper_originals_of_their_own"), ("core", "0008_plausible_moments")]

    operations = [
        *[migrations.RemoveConstraint(model_name="preagreement", name=name) for name in CHECKS],
        migrations.CreateModel(
            name="CouncilResolution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(choices=STATES, default="undecided", max_length=20, verbose_name="Ratsbeschluss"),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="Beschluss erwartet am")),
                ("passed_on", models.DateField(blank=True, null=True, verbose_name="Datum des Ratsbeschlusses")),
                (
                    "number",
                    models.CharField(blank=True, max_length=60, verbose_name="Nummer des Ratsbeschlusses"),
                ),
                (
                    "version",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="beschlossene Fassung"),
                ),
                ("draft_on", models.DateField(blank=True, null=True, verbose_name="beschlossener Entwurf vom")),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Beschluss bestätigt am"),
                ),
                (
                    "agreement",
                    models.OneToOneField(
                        editable=False,
                        on_delete=models.PROTECT,
                        related_name="recorded_resolution",
                        to="agreements.preagreement",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="Beschluss",
                    ),
                ),
            ],
            options={
                "verbose_name": "Ratsbeschluss",
                "verbose_name_plural": "Ratsbeschlüsse",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["undecided", "not_needed", "pending", "passed"]),
                        name="agreement_resolution_valid",
                    ),
                    models.CheckConstraint(
                        condition=Q(version__isnull=True) | Q(draft_on__isnull=True),
                        name="agreement_resolution_about_one_text",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="passed")
                        | Q(file__isnull=True, version__isnull=True, draft_on__isnull=True, confirmed_at__isnull=True),
                        name="agreement_resolution_details_if_passed",
                    ),
                    *[
                        models.CheckConstraint(
                            condition=Q(**{f"{name}__range": DAYS}), name=f"councilresolution_{name}_plausible"
                        )
                        for name in ("expected_on", "passed_on", "draft_on")
                    ],
                    models.CheckConstraint(
                        condition=Q(confirmed_at__range=MOMENTS), name="councilresolution_confirmed_at_plausible"
                    ),
                ],
            },
        ),
        migrations.RunSQL(INTO_ROWS, INTO_COLUMNS),
        *[migrations.RemoveField(model_name="preagreement", name=name) for name in COLUMNS],
    ]
