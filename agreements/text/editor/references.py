"""Where a text names its own sections by number: "nach § 3" points elsewhere once a section was added or moved."""

import re
from collections.abc import Iterator

from agreements.policies.edition_content import Content

# Not of a law: "§ 3 des Sächsischen Datenschutzdurchführungsgesetzes", "§ 126 BGB".
_OWN = re.compile(r"§[ \N{NO-BREAK SPACE}](\d{1,3})\b(?! (?:Absatz \d+ )?(?:de[rs] [A-ZÄÖÜ]|[A-ZÄÖÜ]{2,}))")


def turned(old: Content, new: Content) -> list[str]:
    """What in ``new`` refers by a number to another section than that number was in ``old``; German sentences."""
    return list(_turned(old, new))


def _turned(old: Content, new: Content) -> Iterator[str]:
    before, now = _headings(old), _headings(new)
    for label, section in new.labelled:
        for number in dict.fromkeys(_OWN.findall(section.body)):
            place = f"§ {number}"
            if place not in now:
                yield f"{label} verweist auf {place}; den gibt es nicht."
            elif before.get(place, now[place]) != now[place]:
                yield f"{label} verweist auf {place}: bisher „{before[place]}“, jetzt „{now[place]}“."


def _headings(content: Content) -> dict[str, str]:
    return {place: section.heading for place, section in zip(content.places, content.sections, strict=True)}
