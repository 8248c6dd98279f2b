"""Addresses of the import."""

from django.urls import path

from asskomm.intake import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/vorlage.xlsx", views.template, name="import-template"),
    path("import/<int:pk>/", views.show, name="import"),
    path("import/<int:pk>/uebernehmen/", views.take_over, name="import-take-over"),
    path("import/<int:pk>/ausgeblendetes/", views.reread, name="import-reread"),
    path("import/<int:pk>/verwerfen/", views.discard, name="import-discard"),
    path("import/<int:pk>/fehler.xlsx", views.errors, name="import-errors"),
]
