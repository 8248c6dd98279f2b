"""What the page for reading shows beside the text: summary, time, and the pages of the exact file."""

from agreements.models import DocumentVersion
from agreements.models.agreement_text import AgreementText
from agreements.text.page_pictures import HEIGHT, WIDTH
from agreements.text.reading_time import minutes_to_read
from agreements.text.summary import summary_of


def reading_context(version: DocumentVersion) -> dict[str, object]:
    """For ``ceremony/read.html`` and ``ceremony/print.html``."""
    text = AgreementText.from_dict(version.content)
    return {
        "summary": summary_of(text),
        "minutes": minutes_to_read(text),
        "section_count": sum(1 for number, _ in text.numbered if number),
        "pages": range(1, version.page_count + 1),
        "page_width": WIDTH,
        "page_height": HEIGHT,
    }
