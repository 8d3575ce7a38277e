"""Preparing twice does the work once."""

import pytest
from django.core.management import call_command

from home import prepare


@pytest.fixture
def done(monkeypatch, tmp_path):
    """Commands that were run, in order; stamps kept in a folder of the test."""
    ran = []
    monkeypatch.setattr(prepare, "STAMPS", tmp_path / "prepared.json")
    monkeypatch.setattr(prepare, "call_command", lambda command, *arguments: ran.append(command))
    monkeypatch.setattr(prepare, "get_commands", lambda: {step.command: "" for step in prepare.STEPS})
    return ran


@pytest.mark.django_db
def test_prepare_the_second_time_does_nothing(done):
    prepare.prepare(lambda sentence: None)
    assert done == ["migrate", "sync_roles", "ensure_site", "load_products", "load_demo", "rebuild_search"]
    prepare.prepare(lambda sentence: None)
    assert len(done) == 6


@pytest.mark.django_db
def test_prepare_for_another_database_does_everything(done, monkeypatch):
    prepare.prepare(lambda sentence: None)
    monkeypatch.setattr(prepare, "database", lambda: "another one")
    prepare.prepare(lambda sentence: None)
    assert len(done) == 12


@pytest.mark.django_db
def test_locked_migrate_finds_nothing_left_to_do(capsys):
    call_command("locked_migrate", verbosity=1)
    assert "No migrations to apply" in capsys.readouterr().out
