"""Addresses of coaching: the office's and the coaches'."""

from django.urls import path

from coaching import views

urlpatterns = [
    path("coaching/", views.EngagementList.as_view(), name="engagements"),
    path("coaching/neu/", views.create, name="engagement-create"),
    path("coaching/<int:pk>/", views.show, name="engagement"),
    path("coaching/<int:pk>/bearbeiten/", views.edit, name="engagement-edit"),
    path("coaching/<int:pk>/beginnen/", views.start, name="engagement-start"),
    path("coaching/<int:pk>/abschliessen/", views.complete, name="engagement-complete"),
    path("coaching/<int:pk>/abbrechen/", views.break_off, name="engagement-break-off"),
    path("coaching/<int:pk>/ziele/neu/", views.goal, name="goal-add"),
    path("coaching/<int:pk>/ziele/<int:goal>/", views.goal, name="goal"),
    path("coaching/<int:pk>/ziele/<int:goal>/erreicht/", views.tick, name="goal-tick"),
    path("coaching/<int:pk>/termine/neu/", views.session, name="session-add"),
    path("coaching/<int:pk>/termine/<int:session>/", views.session, name="session"),
]
