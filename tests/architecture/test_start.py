"""The portal's processes start fast: the worker, the minute's tick and `manage.py` load what they use."""

import os
import subprocess
import sys

LOADED = "import django, sys; django.setup(); print(*{name.split('.')[0] for name in sys.modules})"


def test_loading_the_models_does_not_load_renderer_and_signer():
    started = subprocess.run([sys.executable, "-c", LOADED], env=os.environ, capture_output=True, text=True, check=True)
    loaded = set(started.stdout.split())
    assert "agreements" in loaded
    assert loaded.isdisjoint({"weasyprint", "pyhanko"})
