"""Addresses of coaching: the office's and the coaches'."""

from django.urls import path

from coaching.engagements import views
from coaching.engagements.engagement_list import EngagementList
from coaching.goals.views import SetGoal, TickGoal
from coaching.sessions.views import EnterSession

urlpatterns = [
    path("coaching/", EngagementList.as_view(), name="engagements"),
    path("coaching/neu/", views.PlanEngagement.as_view(), name="engagement-create"),
    path("coaching/<int:pk>/", views.show, name="engagement"),
    path("coaching/<int:pk>/bearbeiten/", views.EditPlan.as_view(), name="engagement-edit"),
    path("coaching/<int:pk>/beginnen/", views.Start.as_view(), name="engagement-start"),
    path("coaching/<int:pk>/abschliessen/", views.Complete.as_view(), name="engagement-complete"),
    path("coaching/<int:pk>/abbrechen/", views.BreakOff.as_view(), name="engagement-break-off"),
    path("coaching/<int:pk>/ziele/neu/", SetGoal.as_view(), name="goal-add"),
    path("coaching/<int:pk>/ziele/<int:goal>/", SetGoal.as_view(), name="goal"),
    path("coaching/<int:pk>/ziele/<int:goal>/erreicht/", TickGoal.as_view(), name="goal-tick"),
    path("coaching/<int:pk>/termine/neu/", EnterSession.as_view(), name="session-add"),
    path("coaching/<int:pk>/termine/<int:session>/", EnterSession.as_view(), name="session"),
]
