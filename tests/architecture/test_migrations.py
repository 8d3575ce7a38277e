"""Migrations: complete, reversible, and such that the old code works on the new schema while machines are replaced."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, RunPython, RunSQL
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements

from tests.architecture.sources import APPS, ROOT


def own_migrations():
    loader = MigrationLoader(None)
    return {key: migration for key, migration in loader.disk_migrations.items() if key[0] in APPS}


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


#: Findings of the linter that old code can live with, and why.
SAFE = {
    ("certification", "0003_desks", "ADD_UNIQUE"): "application_one_live_renewal is on a new column that is null in "
    "every row old code writes, and nulls never collide",
    ("certification", "0003_desks", "ALTER_COLUMN"): "formfield.help grows from 300 to 1,000 characters: PostgreSQL "
    "rewrites nothing, and old code writes shorter ones",
}


@pytest.mark.django_db(transaction=True)  # SQLite writes schema SQL only outside a transaction
def test_old_code_survives_on_the_new_schema():
    linter = MigrationLinter(str(ROOT), include_apps=list(APPS), no_cache=True)
    # On SQLite a table is rebuilt for any check constraint, which the linter takes for new NOT NULL columns;
    # the next test reads the operations themselves.
    unfit = ["NOT_NULL"] if connection.vendor == "sqlite" else []
    found = {
        (app, name, error.code)
        for (app, name), migration in own_migrations().items()
        if not migration.initial
        for error in analyse_sql_statements(linter.sql_analyser_class, linter.get_sql(app, name), unfit)[0]
    }
    assert found - SAFE.keys() == set()


def test_old_code_may_leave_new_columns_out():
    """A column added to a table that old code writes to is nullable or has its default in the database."""
    required = [
        f"{app}.{name}: {operation.model_name}.{operation.name}"
        for (app, name), migration in own_migrations().items()
        if not migration.initial
        for operation in migration.operations
        if isinstance(operation, AddField)
        and not operation.field.many_to_many
        and not operation.field.null
        and not operation.field.has_db_default()
    ]
    assert required == []


def test_migrations_can_be_taken_back():
    one_way = [
        f"{app}.{name}"
        for (app, name), migration in own_migrations().items()
        for operation in migration.operations
        if isinstance(operation, RunPython | RunSQL) and not operation.reversible
    ]
    assert one_way == []


def test_migrations_hold_no_enum_of_today():
    """A choice written as an enum would follow tomorrow's code into yesterday's schema."""
    import_of_domain = [
        path.relative_to(ROOT).as_posix()
        for app in APPS
        for path in sorted((ROOT / app / "migrations").glob("*.py"))
        if ".domain." in path.read_text()
    ]
    assert import_of_domain == []


def test_every_app_starts_with_its_initial_migration():
    with_models = {
        config.label for config in apps.get_app_configs() if config.label in APPS and list(config.get_models())
    }
    assert {app for app, name in own_migrations() if name.startswith("0001_initial")} >= with_models
