"""Addresses of the import."""

from django.urls import path

from asskomm.intake.preview import views as preview
from asskomm.intake.uploading import views as uploading

urlpatterns = [
    path("import/", uploading.Imports.as_view(), name="imports"),
    path("import/vorlage.xlsx", uploading.template, name="import-template"),
    path("import/<int:pk>/", preview.show, name="import"),
    path("import/<int:pk>/uebernehmen/", preview.Apply.as_view(), name="import-take-over"),
    path("import/<int:pk>/ausgeblendetes/", preview.Reread.as_view(), name="import-reread"),
    path("import/<int:pk>/verwerfen/", preview.Discard.as_view(), name="import-discard"),
    path("import/<int:pk>/fehler.xlsx", preview.errors, name="import-errors"),
]
