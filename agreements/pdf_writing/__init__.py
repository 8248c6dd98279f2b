"""Writing PDFs: typesetting, the agreement's document, what makes it archival and accessible."""
