"""Addresses of the import."""

from django.urls import path

from asskomm.intake.preview import views as preview
from asskomm.intake.uploading import views as uploading

urlpatterns = [
    path("import/", uploading.imports, name="imports"),
    path("import/vorlage.xlsx", uploading.template, name="import-template"),
    path("import/<int:pk>/", preview.show, name="import"),
    path("import/<int:pk>/uebernehmen/", preview.apply, name="import-take-over"),
    path("import/<int:pk>/ausgeblendetes/", preview.reread, name="import-reread"),
    path("import/<int:pk>/verwerfen/", preview.discard, name="import-discard"),
    path("import/<int:pk>/fehler.xlsx", preview.errors, name="import-errors"),
]
