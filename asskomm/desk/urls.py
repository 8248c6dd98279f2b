"""Addresses of pages that are made of several rooms."""

from django.urls import path

from asskomm.desk.commune_file import commune_file
from asskomm.desk.commune_timeline import commune_timeline
from asskomm.desk.composer.correcting import CorrectNote
from asskomm.desk.composer.views import Compose
from asskomm.desk.search.views import hits, results
from asskomm.desk.team import HandOver, team
from asskomm.desk.work import work

urlpatterns = [
    path("arbeit/", work, name="work"),
    path("suche/", results, name="search"),
    path("suche/treffer/", hits, name="search-hits"),
    path("team/", team, name="team"),
    path("team/landkreise/<str:key>/uebergeben/", HandOver.as_view(), name="district-handover"),
    path("kommunen/<str:ags>/", commune_file, name="commune"),
    path("kommunen/<str:ags>/notizen/neu/", Compose.as_view(), name="note-add"),
    path("kommunen/<str:ags>/notizen/<int:pk>/berichtigen/", CorrectNote.as_view(), name="note-correct"),
    path("kommunen/<str:ags>/verlauf/", commune_timeline, name="commune-timeline"),
]
