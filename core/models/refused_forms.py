"""What was typed into a form that was refused, until the page that shows it again was opened."""

from django.db import models

from core.dated_fields import MomentField


class RefusedForm(models.Model):
    """One refused form of one browser, for some minutes. ``digest`` is of the browser's secret and of the page."""

    digest = models.CharField("Kennung", max_length=64, primary_key=True)
    # As JSON in ASCII: a hostile text may hold what PostgreSQL's own JSON refuses.
    content = models.TextField("Inhalt", editable=False)
    kept_at = MomentField("gemerkt am", auto_now=True, db_index=True)

    class Meta:
        verbose_name = "zurückgewiesenes Formular"
        verbose_name_plural = "zurückgewiesene Formulare"

    def __str__(self) -> str:
        return f"{self.digest[:12]}…"
