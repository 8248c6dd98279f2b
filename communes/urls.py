"""Addresses of the register; the commune's file itself is put together at the desk."""

from django.urls import path

from communes.attachments import views as attachment_views
from communes.daily_work import contact_list
from communes.daily_work import views as work_views
from communes.facts import views as fact_views
from communes.office_holders.views import office_holder
from communes.views import CommuneList

urlpatterns = [
    path("kommunen/", CommuneList.as_view(), name="communes"),
    path("kommunen/<str:ags>/amtspersonen/neu/", office_holder, name="office-holder-add"),
    path("kommunen/<str:ags>/amtspersonen/<int:pk>/", office_holder, name="office-holder"),
    path("kommunen/<str:ags>/fakten/neu/", fact_views.add, name="milestone-add"),
    path("kommunen/<str:ags>/fakten/<int:pk>/ende/", fact_views.end, name="milestone-end"),
    path("kommunen/<str:ags>/fakten/<int:pk>/zuruecknehmen/", fact_views.retract, name="milestone-retract"),
    path("kommunen/<str:ags>/notizen/neu/", work_views.note, name="note-add"),
    path("kommunen/<str:ags>/unterlagen/neu/", attachment_views.add, name="attachment-add"),
    path("kommunen/<str:ags>/unterlagen/<int:pk>/datei.pdf", attachment_views.download, name="attachment"),
    path("kommunen/<str:ags>/unterlagen/<int:pk>/entfernen/", attachment_views.remove, name="attachment-remove"),
    path("kommunen/<str:ags>/ansprechpersonen/", contact_list.contacts, name="contacts"),
    path("kommunen/<str:ags>/ansprechpersonen/neu/", work_views.contact, name="contact-add"),
    path("kommunen/<str:ags>/ansprechpersonen/<int:pk>/", work_views.contact, name="contact"),
    path("kommunen/<str:ags>/aufgaben/neu/", work_views.task, name="task-add"),
    path("kommunen/<str:ags>/aufgaben/<int:pk>/", work_views.task, name="task"),
    path("kommunen/<str:ags>/aufgaben/<int:pk>/erledigt/", work_views.finish, name="task-finish"),
    path("kommunen/<str:ags>/aufgaben/<int:pk>/wieder-oeffnen/", work_views.reopen, name="task-reopen"),
]
