"""The portal's processes start fast: the worker, the minute's tick and `manage.py` load what they use."""

import os
import subprocess
import sys

# Each takes a tenth of a second or more; anyone who sets, signs, reads or plans loads it then.
SLOW = {
    *("weasyprint", "fontTools", "pyhanko", "pyhanko_certvalidator", "asn1crypto"),
    *("openpyxl", "PIL", "pikepdf", "pypdfium2", "holidays"),
}

LOADED = """
import django, sys
django.setup()
{more}
print(*{{name.split('.')[0] for name in sys.modules}})
"""
ALL_ADDRESSES = "from django.urls import get_resolver; get_resolver()._populate()"
FIRST_REQUEST = """
from asskomm import gunicorn_config
gunicorn_config.post_worker_init(None)
"""


def loaded_after(more: str) -> set[str]:
    """The packages that a process has loaded which has set up Django and done this."""
    command = [sys.executable, "-c", LOADED.format(more=more)]
    started = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=True)
    return set(started.stdout.split())


def test_neither_the_models_nor_all_addresses_load_what_is_slow():
    """`manage.py check`, the tick and the tests start with the URL configuration; a second each, if it loaded these."""
    loaded = loaded_after(ALL_ADDRESSES)
    assert {"agreements", "coaching", "asskomm"} <= loaded
    assert loaded & SLOW == set()


def test_a_web_worker_has_loaded_renderer_and_signer_before_its_first_request():
    assert {"weasyprint", "fontTools", "pyhanko", "pyhanko_certvalidator"} <= loaded_after(FIRST_REQUEST)
