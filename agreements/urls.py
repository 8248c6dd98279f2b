"""Addresses of pre-agreements: the staff's, the mayor's, everyone's."""

from django.urls import path

from agreements.ceremony import (
    at_computer_view,
    changed_view,
    document_views,
    identification_views,
    lost_link_view,
    page_views,
    question_views,
    reading_view,
    receipt_views,
    signing_views,
    stamp_preview_views,
    stuck_views,
    views,
)
from agreements.countersigning import countersign_views, handed_in_views
from agreements.drafting import amendment_views, commune_side_views, draft_views, sending_views
from agreements.evidence import published_keys_views
from agreements.evidence import views as evidence
from agreements.notices import answer_views as notice_answer_views
from agreements.notices import office_views
from agreements.notices import stuck_views as notice_stuck_views
from agreements.office import answer_views, code_views, giving_up_views
from agreements.office import mail_views as mails
from agreements.office import reminder_views as reminders
from agreements.office import views as staff
from agreements.office.list_view import PreAgreementList
from agreements.offline import outside_views, paper_views, scan_views
from agreements.text.editor import edition_views, preview_views, template_views, writing_views
from agreements.verification import report_views
from agreements.verification import views as verification

urlpatterns = [
    path("vereinbarungen/", PreAgreementList.as_view(), name="agreements"),
    path("vereinbarungen/neu/", draft_views.CreateDraft.as_view(), name="agreement-create"),
    path("vereinbarungen/erfassen/", paper_views.RecordExisting.as_view(), name="agreement-record"),
    path("vereinbarungen/<str:reference>/", staff.show, name="agreement"),
    path("vereinbarungen/<str:reference>/bearbeiten/", draft_views.EditDraft.as_view(), name="agreement-edit"),
    path(
        "vereinbarungen/<str:reference>/unterzeichnende/",
        commune_side_views.ChooseSignatory.as_view(),
        name="agreement-signatory",
    ),
    path(
        "vereinbarungen/<str:reference>/ratsbeschluss/",
        commune_side_views.RecordResolution.as_view(),
        name="agreement-resolution",
    ),
    path(
        "vereinbarungen/<str:reference>/ratsbeschluss/gilt/",
        commune_side_views.ConfirmResolution.as_view(),
        name="agreement-resolution-confirm",
    ),
    path(
        "vereinbarungen/<str:reference>/ratsbeschluss.pdf",
        commune_side_views.resolution_file,
        name="agreement-resolution-file",
    ),
    path("vereinbarungen/<str:reference>/vorschau.pdf", staff.preview, name="agreement-preview"),
    path("vereinbarungen/<str:reference>/senden/", sending_views.Issue.as_view(), name="agreement-issue"),
    path("vereinbarungen/<str:reference>/link/", sending_views.ResendLink.as_view(), name="agreement-resend"),
    path(
        "vereinbarungen/<str:reference>/erinnerungen/", reminders.PauseReminders.as_view(), name="agreement-reminders"
    ),
    path("vereinbarungen/<str:reference>/code/", code_views.pass_on, name="agreement-code"),
    path(
        "vereinbarungen/<str:reference>/fragen/<int:pk>/",
        answer_views.AnswerQuestion.as_view(),
        name="agreement-answer",
    ),
    path(
        "vereinbarungen/<str:reference>/zurueckziehen/",
        giving_up_views.Withdraw.as_view(),
        name="agreement-withdraw",
    ),
    path(
        "vereinbarungen/<str:reference>/verwerfen/",
        giving_up_views.Discard.as_view(),
        name="agreement-discard",
    ),
    path("vereinbarungen/<str:reference>/wieder-oeffnen/", sending_views.Reopen.as_view(), name="agreement-reopen"),
    path(
        "vereinbarungen/<str:reference>/gegenzeichnen/",
        countersign_views.Countersign.as_view(),
        name="agreement-countersign",
    ),
    path("vereinbarungen/<str:reference>/eingereicht/", handed_in_views.pages, name="agreement-handed-in"),
    path(
        "vereinbarungen/<str:reference>/eingereicht/<int:number>.webp",
        handed_in_views.page,
        name="agreement-handed-in-page",
    ),
    path("vereinbarungen/<str:reference>/fassung.pdf", staff.issued_document, name="agreement-issued"),
    path("vereinbarungen/<str:reference>/unterzeichnet.pdf", staff.signed_document, name="agreement-signed"),
    path("vereinbarungen/<str:reference>/nachweis.pdf", evidence.sheet, name="agreement-evidence"),
    path("vereinbarungen/<str:reference>/nachweispaket.zip", evidence.package, name="agreement-package"),
    path("vereinbarungen/<str:reference>/fassungen/<int:number>.pdf", staff.version_document, name="agreement-version"),
    path("vereinbarungen/<str:reference>/scan.pdf", paper_views.scan, name="agreement-scan"),
    path(
        "vereinbarungen/<str:reference>/scan/hochladen/", scan_views.UploadScan.as_view(), name="agreement-scan-upload"
    ),
    path("vereinbarungen/<str:reference>/scan/pruefen/", scan_views.CheckScan.as_view(), name="agreement-scan-check"),
    path("vereinbarungen/<str:reference>/scans/<int:pk>.pdf", scan_views.submitted, name="agreement-scan-file"),
    path("vereinbarungen/<str:reference>/beenden/", paper_views.End.as_view(), name="agreement-end"),
    path("vereinbarungen/<str:reference>/aendern/", amendment_views.Amend.as_view(), name="agreement-amend"),
    path("vereinbarungen/<str:reference>/aufheben/", amendment_views.Terminate.as_view(), name="agreement-terminate"),
    path("vereinbarungen/<str:reference>/mitteilen/", office_views.RecordNotice.as_view(), name="notice-record"),
    path("vereinbarungen/<str:reference>/mitteilungen/<int:number>/", office_views.show, name="notice"),
    path(
        "vereinbarungen/<str:reference>/mitteilungen/<int:number>/link/",
        office_views.ResendNotice.as_view(),
        name="notice-resend",
    ),
    path(
        "vereinbarungen/<str:reference>/mitteilungen/<int:number>/zurueckziehen/",
        office_views.WithdrawNotice.as_view(),
        name="notice-withdraw",
    ),
    path("vereinbarungen/<str:reference>/mitteilungen/<int:number>.pdf", office_views.document, name="notice-document"),
    path("vereinbarungen/<str:reference>/e-mails/", mails.sent, name="agreement-mails"),
    path(
        "vereinbarungen/<str:reference>/e-mails/<int:pk>/", mails.CorrectMail.as_view(), name="agreement-mail-correct"
    ),
    path("vorlagen/", template_views.index, name="templates"),
    path("vorlagen/<int:pk>/neue-ausgabe/", template_views.BeginEdition.as_view(), name="edition-begin"),
    path("vorlagen/ausgaben/<int:pk>/", edition_views.show, name="edition"),
    path("vorlagen/ausgaben/<int:pk>/bearbeiten/", writing_views.WriteEdition.as_view(), name="edition-edit"),
    path("vorlagen/ausgaben/<int:pk>/vorschau/", preview_views.read, name="edition-preview"),
    path("vorlagen/ausgaben/<int:pk>/vorschau.pdf", preview_views.document, name="edition-preview-pdf"),
    path("vorlagen/ausgaben/<int:pk>/vorlegen/", edition_views.Submit.as_view(), name="edition-submit"),
    path("vorlagen/ausgaben/<int:pk>/freigeben/", edition_views.Release.as_view(), name="edition-release"),
    path("vorlagen/ausgaben/<int:pk>/zurueckgeben/", edition_views.GiveBack.as_view(), name="edition-return"),
    path("unterzeichnen/", identification_views.Begin.as_view(), name="ceremony"),
    path("unterzeichnen/link/<str:token>/", views.link, name="ceremony-link"),
    path("unterzeichnen/link-verloren/", lost_link_view.AskForLink.as_view(), name="lost-link"),
    path("unterzeichnen/link-verloren/unterwegs/", lost_link_view.asked, name="lost-link-asked"),
    path("unterzeichnen/code/anfordern/", identification_views.RequestCode.as_view(), name="ceremony-request-code"),
    path("unterzeichnen/anruf/", identification_views.RequestCall.as_view(), name="ceremony-request-call"),
    path("unterzeichnen/code/", identification_views.GiveCode.as_view(), name="ceremony-give-code"),
    path("unterzeichnen/link-senden/", stuck_views.send_link, name="ceremony-send-link"),
    path("unterzeichnen/rueckruf/", stuck_views.ask_for_call, name="ceremony-ask-for-call"),
    path("unterzeichnen/nicht-gesendet/", stuck_views.not_sent, name="ceremony-not-sent"),
    path("unterzeichnen/aenderungen/", changed_view.SeeChanges.as_view(), name="ceremony-changes"),
    path("unterzeichnen/lesen/", reading_view.Read.as_view(), name="ceremony-read"),
    path("unterzeichnen/unterschrift/", signing_views.PutSignature.as_view(), name="ceremony-sign"),
    path("unterzeichnen/pruefen/", signing_views.CheckAndSign.as_view(), name="ceremony-check"),
    path("unterzeichnen/vorschau/", stamp_preview_views.page, name="ceremony-preview-page"),
    path("unterzeichnen/vorschau.webp", stamp_preview_views.part, name="ceremony-preview"),
    path("unterzeichnen/vorschau-seite.webp", stamp_preview_views.whole, name="ceremony-preview-whole"),
    path("unterzeichnen/frage/", question_views.AskQuestion.as_view(), name="ceremony-ask"),
    path("unterzeichnen/aenderung/", question_views.RequestChange.as_view(), name="ceremony-request-change"),
    path("unterzeichnen/am-computer/", at_computer_view.ContinueAtComputer.as_view(), name="ceremony-at-computer"),
    path("unterzeichnen/mitteilung/", notice_answer_views.Confirm.as_view(), name="notice-answer"),
    path("unterzeichnen/mitteilung/ablehnen/", notice_answer_views.Refuse.as_view(), name="notice-refuse"),
    path("unterzeichnen/mitteilung/link-senden/", notice_stuck_views.send_link, name="notice-send-link"),
    path("unterzeichnen/mitteilung/rueckruf/", notice_stuck_views.ask_for_call, name="notice-ask-for-call"),
    path("unterzeichnen/hochladen/", outside_views.UploadSigned.as_view(), name="ceremony-upload"),
    path("unterzeichnen/ablehnen/", question_views.Decline.as_view(), name="ceremony-decline"),
    path("unterzeichnen/vereinbarung.pdf", document_views.issued, name="ceremony-document"),
    path("unterzeichnen/seiten/<int:number>/", page_views.page, name="ceremony-page"),
    path("unterzeichnen/seiten/<int:number>.webp", page_views.picture, name="ceremony-page-picture"),
    path("unterzeichnen/beleg/", receipt_views.receipt, name="ceremony-receipt"),
    path("unterzeichnen/beleg/lesen/", receipt_views.read_again, name="ceremony-read-again"),
    path("unterzeichnen/beleg/kopie/", receipt_views.SendCopy.as_view(), name="ceremony-receipt-copy"),
    path("unterzeichnen/unterzeichnet.pdf", document_views.signed, name="ceremony-signed-document"),
    path("unterzeichnen/nachweis.pdf", document_views.evidence, name="ceremony-evidence"),
    path("pruefen/", verification.verify, name="verify"),
    path("pruefen/bekannt/", verification.known, name="verify-known"),
    path("pruefen/bericht/", report_views.report, name="verify-report"),
    path("p/<str:code>/", verification.shared, name="verify-shared"),
    path("pki/zertifikate.pem", published_keys_views.certificates, name="pki-certificates"),
    path("pki/<slug:name>.crl", published_keys_views.revocation_list, name="pki-revocation-list"),
]
