"""The script of axe, made to read each colour once, and what is asked of it.

For each text axe reads the colours of everything that lies behind it out of CSS, by a library for all colour spaces:
half of the time of a check, for a handful of different colours. What such a text means does not change.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

READ_COLOURS_ONCE = """
(() => {
  const { Color } = axe.commons.color;
  const read = Color.prototype.parseString;
  const known = new Map();
  Color.prototype.parseString = function (css) {
    if (!known.has(css)) known.set(css, new Color(read.call(this, css)));
    const { r, g, b, alpha } = known.get(css);
    return Object.assign(this, { r, g, b, alpha });
  };
})();
"""
SCRIPT = f"{AXE_SCRIPT}\n{READ_COLOURS_ONCE}"

Options = dict[str, Any]

# Of what is right nothing is written down.
WCAG_2_2_AA: Options = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
# Which style sheets there are is read once for a page.
ONCE_MORE: Options = {**WCAG_2_2_AA, "preload": False}
COLOURS: Options = {**ONCE_MORE, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
