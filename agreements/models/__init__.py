from agreements.models.agreement import PreAgreement
from agreements.models.ceremony import Ceremony, Invitation, SigningCode
from agreements.models.document import DocumentVersion, Signature
from agreements.models.link_request import LinkRequest
from agreements.models.notice import ChangeNotice, NoticeTopic
from agreements.models.page_picture import PagePicture
from agreements.models.paper import PaperScan
from agreements.models.paper_original import PaperOriginal
from agreements.models.question import Question
from agreements.models.reference import ReferenceCounter
from agreements.models.reminder import Reminder
from agreements.models.resolution import CouncilResolution
from agreements.models.sent_link import SentLink
from agreements.models.signature_draft import SignatureDraft
from agreements.models.template import AgreementTemplate, TemplateEdit, TemplateSection, TemplateVersion

__all__ = [
    "AgreementTemplate",
    "Ceremony",
    "ChangeNotice",
    "CouncilResolution",
    "DocumentVersion",
    "Invitation",
    "LinkRequest",
    "NoticeTopic",
    "PagePicture",
    "PaperOriginal",
    "PaperScan",
    "PreAgreement",
    "Question",
    "ReferenceCounter",
    "Reminder",
    "SentLink",
    "Signature",
    "SignatureDraft",
    "SigningCode",
    "TemplateEdit",
    "TemplateSection",
    "TemplateVersion",
]
