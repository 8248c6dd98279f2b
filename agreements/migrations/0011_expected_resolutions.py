from django.db import migrations


class Migration(migrations.Migration):
    """A pending resolution had its day in the column of the passed ones."""

    dependencies = [("agreements", "0010_template_kinds")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE agreements_preagreement
            SET council_resolution_expected_on = council_resolution_on, council_resolution_on = NULL
            WHERE council_resolution = 'pending' AND council_resolution_on IS NOT NULL
                AND council_resolution_expected_on IS NULL;
            """,
            migrations.RunSQL.noop,
        ),
    ]
