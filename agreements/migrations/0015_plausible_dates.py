"""Every day and moment is plausible (core.dates)."""

import datetime as dt

from django.conf import settings
from django.db import migrations, models

from core.implausible_rows import refuse_implausible_rows


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0014_names_of_references"),
        ("communes", "0006_plausible_dates"),
        ("core", "0006_plausible_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        refuse_implausible_rows("agreements"),
        migrations.AddConstraint(
            model_name="ceremony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "started_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="ceremony_started_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="ceremony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "identified_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="ceremony_identified_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="ceremony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "changes_seen_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="ceremony_changes_seen_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="ceremony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "consented_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="ceremony_consented_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "issued_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="documentversion_issued_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "created_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="invitation_created_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expires_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="invitation_expires_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "opened_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="invitation_opened_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "call_requested_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="invitation_call_requested_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asked_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="linkrequest_asked_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("commune_signed_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="paperscan_commune_signed_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("lpr_signed_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="paperscan_lpr_signed_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperscan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "uploaded_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="paperscan_uploaded_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperscan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "decided_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="paperscan_decided_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status_since__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="preagreement_status_since_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("term_from__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_term_from_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("term_until__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_term_until_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_force_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_in_force_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_ended_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "text_changed_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="preagreement_text_changed_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "created_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="preagreement_created_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper_signed_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_paper_signed_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_last_day_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("council_resolution_expected_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
                ),
                name="preagreement_council_resolution_expected_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("council_resolution_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="preagreement_council_resolution_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("council_resolution_draft_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
                ),
                name="preagreement_council_resolution_draft_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="preagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "council_resolution_confirmed_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="preagreement_council_resolution_confirmed_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asked_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="question_asked_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "answered_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="question_answered_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_on__range", (dt.date(1900, 1, 1), dt.date(2200, 12, 31)))),
                name="reminder_sent_on_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "identified_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="signature_identified_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "signed_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="signature_signed_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "created_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="signingcode_created_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expires_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="signingcode_expires_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "used_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="signingcode_used_at_plausible",
            ),
        ),
        migrations.AddConstraint(
            model_name="templateversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "published_at__range",
                        (
                            dt.datetime(1900, 1, 1, 0, 0, tzinfo=dt.UTC),
                            dt.datetime(2200, 12, 31, 23, 59, 59, tzinfo=dt.UTC),
                        ),
                    )
                ),
                name="templateversion_published_at_plausible",
            ),
        ),
    ]
