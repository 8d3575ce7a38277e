"""Killed (-9) in the middle of a release, a submission, an autosave: all or nothing, and done again it is done once."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from core.models import Business
from tests.factories import procedure
from tests.factories.cast import Cast

SCENES = "tests.integration.certification.services.killed_scenes"
LAST, AFTER, KILL = -1, -2, 9
pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].rpartition(".")[2] != "sqlite3",
    reason="the children work on copies of a database file",
)


def killed(folder: Path, scene: str, points: int, **arguments: Any) -> list[dict[str, Any]]:
    """Do it in children that die at so many points; what each left, and what doing it again made of that."""
    file = folder / "scene.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "home.settings.test",
    }
    command = [sys.executable, "-m", "tests.harness.killed", str(file), f"{SCENES}:{scene}", json.dumps(arguments)]
    done = subprocess.run(
        [*command, str(points)],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_s4_release_killed_anywhere_is_all_or_none_and_again_sends_nothing_more(
    transactional_db: None, cast: Cast, firm: Business, tmp_path: Path
) -> None:
    scene = procedure.decided_scene(cast, firm)
    found = killed(tmp_path, "release", 4, round_=scene.round.pk, by=cast.suzuki.pk)
    whole = {
        "released": 3,
        "moves": 3,
        "releases": 3,
        "letters": 3,
        "certificates": 1,
        "plans": 1,
        "mails": 3,
        "told": 3,
    }
    none = dict.fromkeys(whole, 0)
    assert len(found) == 6
    for row in found:
        assert row["signal"] == KILL, row
        assert row["left"] == (whole if row["point"] == AFTER else none), row
        assert row["again"] == whole, row


def test_submission_killed_anywhere_is_all_or_none_and_again_is_one(
    transactional_db: None, cast: Cast, firm: Business, tmp_path: Path
) -> None:
    made = procedure.draft(procedure.open_round(cast), firm, cast.sato)
    found = killed(tmp_path, "submit", 3, application=made.pk, by=cast.sato.pk)
    whole = {"submitted": 1, "number": 1, "moves": 1, "versions": 1, "mails": 1}
    for row in found:
        assert row["signal"] == KILL, row
        assert row["left"] == (whole if row["point"] == AFTER else dict.fromkeys(whole, 0)), row
        assert row["again"] == whole, row


def test_autosave_killed_anywhere_leaves_the_old_or_the_new_text_whole(
    transactional_db: None, cast: Cast, firm: Business, tmp_path: Path
) -> None:
    made = procedure.draft(procedure.open_round(cast), firm, cast.sato)
    new = {"name": "架空の新しい名前", "story": "長い文章をもう一度書き直しました。"}
    old = {key: made.answers.get(key) for key in new}
    found = killed(tmp_path, "save", 2, application=made.pk, by=cast.sato.pk, answers=new, base=made.revision)
    for row in found:
        assert row["signal"] == KILL, row
        assert row["left"]["answers"] == (new if row["point"] == AFTER else old), row
        assert row["again"]["answers"] == new, row
