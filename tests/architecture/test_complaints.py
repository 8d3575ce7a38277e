"""Every complaint of other systems' users has a test that carries its id (`test_p1_…`): P producer, R reviewer,
S secretariat, C committee, A applicant after the decision.
"""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
IDS = {
    *(f"p{number}" for number in range(1, 7)),
    *(f"r{number}" for number in range(1, 6)),
    *(f"s{number}" for number in range(1, 9)),
    *(f"c{number}" for number in range(1, 5)),
    *(f"a{number}" for number in range(1, 6)),
}


def test_every_complaint_has_its_named_test():
    found = {
        name for path in TESTS.rglob("test_*.py") for name in re.findall(r"def test_([prsca]\d)_", path.read_text())
    }
    assert sorted(IDS - found) == []
