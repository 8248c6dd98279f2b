"""The two people of the published case are named in its one file and nowhere else."""

import subprocess

from asskomm.demo_data import press_release

CASE = "asskomm/demo_data/press_release.py"


def test_real_names_stand_in_one_file_only():
    surnames = {
        press_release.PAPER.commune_signatory.split()[-1],
        press_release.PAPER.lpr_signatory.split(",")[0].split()[-1],
    }
    assert len(surnames) == 2
    for surname in surnames:
        found = subprocess.run(["git", "grep", "-l", surname], capture_output=True, text=True, check=False).stdout
        assert found.split() == [CASE], surname
