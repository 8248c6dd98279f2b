"""The text a reader sees in a PDF, decoded from its own fonts, without any tool of the machine."""

import re

import pikepdf


def page_text(page: pikepdf.Page) -> str:
    """All text of a page in drawing order, header and footer included."""
    return content_text(page.obj, page.resources)


def content_text(content: pikepdf.Object, resources: pikepdf.Object) -> str:
    """The text of a content stream or form, with that of the forms it draws."""
    fonts = {name: _decoder(font) for name, font in resources.get("/Font", {}).items()}
    decode = dict[int, str]()
    pieces = []
    for operands, operator in pikepdf.parse_content_stream(content):
        match str(operator):
            case "Tf":
                decode = fonts[str(operands[0])]
            case "Tj":
                pieces.append(_decoded(bytes(operands[0]), decode))
            case "TJ":
                pieces += [_decoded(bytes(part), decode) for part in operands[0] if isinstance(part, pikepdf.String)]
            case "Do":
                drawn = resources["/XObject"][str(operands[0])]
                if drawn.get("/Subtype") == "/Form":
                    pieces.append(content_text(drawn, drawn.get("/Resources", resources)))
            case "ET":
                pieces.append("\n")
    return "".join(pieces)


def _decoder(font: pikepdf.Object) -> dict[int, str]:
    table = font["/ToUnicode"].read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", table)
    return {int(glyph, 16): bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}


def _decoded(codes: bytes, decode: dict[int, str]) -> str:
    glyphs = (int.from_bytes(codes[index : index + 2], "big") for index in range(0, len(codes), 2))
    return "".join(decode.get(glyph, "") for glyph in glyphs)
