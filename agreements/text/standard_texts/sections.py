"""How a text is written down: heading and body of each section; paragraphs are divided by a blank line."""

Section = tuple[str, str]
Sections = tuple[Section, ...]


def paragraphs(*texts: str) -> str:
    """The body of a section with these paragraphs."""
    return "\n\n".join(texts)
