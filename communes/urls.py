"""Addresses of the register; the commune's file itself is put together at the desk."""

from django.urls import path

from communes.attachments import views as attachment_views
from communes.daily_work import contact_list
from communes.daily_work import views as work_views
from communes.facts import views as fact_views
from communes.office_holders import views as holder_views
from communes.views import CommuneList

urlpatterns = [
    path("kommunen/", CommuneList.as_view(), name="communes"),
    path("kommunen/<str:ags>/amtspersonen/neu/", holder_views.AddOfficeHolder.as_view(), name="office-holder-add"),
    path("kommunen/<str:ags>/amtspersonen/<int:pk>/", holder_views.EditOfficeHolder.as_view(), name="office-holder"),
    path("kommunen/<str:ags>/fakten/neu/", fact_views.AddMilestone.as_view(), name="milestone-add"),
    path("kommunen/<str:ags>/fakten/<int:pk>/ende/", fact_views.EndMilestone.as_view(), name="milestone-end"),
    path(
        "kommunen/<str:ags>/fakten/<int:pk>/zuruecknehmen/",
        fact_views.RetractMilestone.as_view(),
        name="milestone-retract",
    ),
    path("kommunen/<str:ags>/unterlagen/neu/", attachment_views.AddAttachment.as_view(), name="attachment-add"),
    path("kommunen/<str:ags>/unterlagen/<int:pk>/datei.pdf", attachment_views.download, name="attachment"),
    path(
        "kommunen/<str:ags>/unterlagen/<int:pk>/entfernen/",
        attachment_views.RemoveAttachment.as_view(),
        name="attachment-remove",
    ),
    path("kommunen/<str:ags>/ansprechpersonen/", contact_list.contacts, name="contacts"),
    path("kommunen/<str:ags>/ansprechpersonen/neu/", work_views.AddContact.as_view(), name="contact-add"),
    path("kommunen/<str:ags>/ansprechpersonen/<int:pk>/", work_views.EditContact.as_view(), name="contact"),
    path("kommunen/<str:ags>/aufgaben/neu/", work_views.AddTask.as_view(), name="task-add"),
    path("kommunen/<str:ags>/aufgaben/<int:pk>/", work_views.EditTask.as_view(), name="task"),
    path("kommunen/<str:ags>/aufgaben/<int:pk>/erledigt/", work_views.FinishTask.as_view(), name="task-finish"),
    path("kommunen/<str:ags>/aufgaben/<int:pk>/wieder-oeffnen/", work_views.ReopenTask.as_view(), name="task-reopen"),
]
