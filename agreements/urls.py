"""Addresses of pre-agreements: the staff's, the mayor's, everyone's."""

from django.urls import path

from agreements.views import ceremony, changed, lost_link, mails, paper, reminders, staff, verify
from agreements.views.list import PreAgreementList

urlpatterns = [
    path("vereinbarungen/", PreAgreementList.as_view(), name="agreements"),
    path("vereinbarungen/neu/", staff.create, name="agreement-create"),
    path("vereinbarungen/erfassen/", paper.record, name="agreement-record"),
    path("vereinbarungen/<str:reference>/", staff.show, name="agreement"),
    path("vereinbarungen/<str:reference>/bearbeiten/", staff.edit, name="agreement-edit"),
    path("vereinbarungen/<str:reference>/vorschau.pdf", staff.preview, name="agreement-preview"),
    path("vereinbarungen/<str:reference>/senden/", staff.issue, name="agreement-issue"),
    path("vereinbarungen/<str:reference>/link/", staff.resend, name="agreement-resend"),
    path("vereinbarungen/<str:reference>/erinnerungen/", reminders.pause, name="agreement-reminders"),
    path("vereinbarungen/<str:reference>/zurueckziehen/", staff.withdraw, name="agreement-withdraw"),
    path("vereinbarungen/<str:reference>/wieder-oeffnen/", staff.reopen, name="agreement-reopen"),
    path("vereinbarungen/<str:reference>/gegenzeichnen/", staff.countersign, name="agreement-countersign"),
    path("vereinbarungen/<str:reference>/fassung.pdf", staff.issued_document, name="agreement-issued"),
    path("vereinbarungen/<str:reference>/unterzeichnet.pdf", staff.signed_document, name="agreement-signed"),
    path("vereinbarungen/<str:reference>/fassungen/<int:number>.pdf", staff.version_document, name="agreement-version"),
    path("vereinbarungen/<str:reference>/scan.pdf", paper.scan, name="agreement-scan"),
    path("vereinbarungen/<str:reference>/beenden/", paper.end, name="agreement-end"),
    path("vereinbarungen/<str:reference>/e-mails/", mails.sent, name="agreement-mails"),
    path("vereinbarungen/<str:reference>/e-mails/<int:pk>/", mails.correct, name="agreement-mail-correct"),
    path("unterzeichnen/", ceremony.begin, name="ceremony"),
    path("unterzeichnen/link/<str:token>/", ceremony.link, name="ceremony-link"),
    path("unterzeichnen/link-verloren/", lost_link.ask, name="lost-link"),
    path("unterzeichnen/link-verloren/unterwegs/", lost_link.asked, name="lost-link-asked"),
    path("unterzeichnen/code/anfordern/", ceremony.request_code, name="ceremony-request-code"),
    path("unterzeichnen/code/", ceremony.give_code, name="ceremony-give-code"),
    path("unterzeichnen/aenderungen/", changed.changes, name="ceremony-changes"),
    path("unterzeichnen/lesen/", ceremony.read, name="ceremony-read"),
    path("unterzeichnen/unterschrift/", ceremony.sign, name="ceremony-sign"),
    path("unterzeichnen/ablehnen/", ceremony.decline, name="ceremony-decline"),
    path("unterzeichnen/vereinbarung.pdf", ceremony.document, name="ceremony-document"),
    path("unterzeichnen/beleg/", ceremony.receipt, name="ceremony-receipt"),
    path("unterzeichnen/unterzeichnet.pdf", ceremony.signed_document, name="ceremony-signed-document"),
    path("pruefen/", verify.verify, name="verify"),
]
