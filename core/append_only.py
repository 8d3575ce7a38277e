"""A migration operation: the database itself refuses to change or delete history, on SQLite and PostgreSQL.

SQLite drops triggers when an AlterField rebuilds the table: such a migration must arm them again.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

MESSAGE = "This row is history: it is superseded, never changed."
REFUSE = "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS"
RUN = "EXECUTE FUNCTION append_only_refuse()"


def names(table: str) -> tuple[str, str]:
    """Names of the two triggers of a table."""
    return f"append_only_{table}_update", f"append_only_{table}_delete"


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE on a model's table; with `frozen_when` (SQL over OLD.) only on rows where it holds.

    `except_columns`: columns that may still be filled once written (for example the letter's PDF).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, frozen_when: str = "", except_columns: tuple[str, ...] = ()) -> None:
        self.model = model
        self.frozen_when = frozen_when
        self.except_columns = except_columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs: dict[str, Any] = {"model": self.model}
        if self.frozen_when:
            kwargs["frozen_when"] = self.frozen_when
        if self.except_columns:
            kwargs["except_columns"] = self.except_columns
        return self.__class__.__qualname__, [], kwargs

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        meta = to_state.apps.get_model(app_label, self.model)._meta
        columns = [field.column for field in meta.local_concrete_fields if field.column not in self.except_columns]
        for statement in self.statements(schema_editor.connection.vendor, meta.db_table, columns):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for name in names(table):
            suffix = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}', params=None)

    def describe(self) -> str:
        return f"Refuse changes to {self.model}"

    def statements(self, vendor: str, table: str, columns: list[str]) -> list[str]:
        """The SQL for a database vendor: an update trigger on the columns, a delete trigger."""
        update, delete = names(table)
        of = f" OF {', '.join(f'{chr(34)}{column}{chr(34)}' for column in columns)}" if self.except_columns else ""
        when = f" WHEN ({self.frozen_when})" if self.frozen_when else ""
        if vendor == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            return [
                f'CREATE TRIGGER "{update}" BEFORE UPDATE{of} ON "{table}" FOR EACH ROW{when} {body}',
                f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" FOR EACH ROW{when} {body}',
            ]
        return [
            f"{REFUSE} $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f'CREATE TRIGGER "{update}" BEFORE UPDATE{of} ON "{table}" FOR EACH ROW{when} {RUN}',
            f'CREATE TRIGGER "{delete}" BEFORE DELETE ON "{table}" FOR EACH ROW{when} {RUN}',
        ]


class Erasable(AppendOnly):
    """History whose `columns` may be emptied once a destruction (core_destruction) of its subject stands in the log.

    `match`: SQL over OLD. and d. (a row of the log) that says which destruction covers the row. Takes the place of
    the triggers an earlier `AppendOnly` set; every other column, and every deletion, stays refused.
    """

    def __init__(
        self,
        model: str,
        columns: tuple[str, ...],
        match: str,
        frozen_when: str = "",
        except_columns: tuple[str, ...] = (),
    ) -> None:
        super().__init__(model, frozen_when, except_columns)
        self.columns = columns
        self.match = match

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        name, args, kwargs = super().deconstruct()
        return name, args, {**kwargs, "columns": self.columns, "match": self.match}

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        meta = to_state.apps.get_model(app_label, self.model)._meta
        free = {*self.except_columns, *self.columns}
        kept = [field.column for field in meta.local_concrete_fields if field.column not in free]
        vendor = schema_editor.connection.vendor
        for statement in (*self.statements(vendor, meta.db_table, kept), *self.erasure(vendor, meta.db_table)):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        suffix = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{erasure_name(table)}"{suffix}', params=None)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{erasure_name(table)}_check"()', params=None)
        AppendOnly.database_forwards(
            AppendOnly(self.model, self.frozen_when, self.except_columns),
            app_label,
            schema_editor,
            from_state,
            to_state,
        )

    def describe(self) -> str:
        return f"Refuse changes to {self.model} but for a logged erasure"

    def statements(self, vendor: str, table: str, columns: list[str]) -> list[str]:
        """As its parent, the update trigger always naming its columns."""
        named = AppendOnly(self.model, self.frozen_when, self.except_columns or self.columns)
        return named.statements(vendor, table, columns)

    def erasure(self, vendor: str, table: str) -> list[str]:
        """The SQL of the trigger on the columns that a logged destruction opens."""
        name = erasure_name(table)
        of = ", ".join(f'"{column}"' for column in self.columns)
        covered = f"EXISTS (SELECT 1 FROM core_destruction d WHERE {self.match})"  # noqa: S608 -- no value of a user
        frozen = f"({self.frozen_when}) AND " if self.frozen_when else ""
        if vendor == "sqlite":
            head = f'CREATE TRIGGER "{name}" BEFORE UPDATE OF {of} ON "{table}" FOR EACH ROW'
            return [f"{head} WHEN {frozen}NOT {covered} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"]
        when = f" WHEN ({self.frozen_when})" if self.frozen_when else ""
        function = f'CREATE OR REPLACE FUNCTION "{name}_check"() RETURNS trigger LANGUAGE plpgsql AS'
        refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        head = f'CREATE TRIGGER "{name}" BEFORE UPDATE OF {of} ON "{table}" FOR EACH ROW{when}'
        return [
            f"{function} $$ BEGIN IF NOT {covered} THEN {refuse} END IF; RETURN NEW; END $$",
            f'{head} EXECUTE FUNCTION "{name}_check"()',
        ]


def erasure_name(table: str) -> str:
    """Name of the trigger that asks the log of destructions."""
    return f"append_only_{table}_erasure"


class Together(Operation):
    """Several of these in one step: each step of a migration copies every model of the project, which takes time."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, guards: Sequence[AppendOnly]) -> None:
        self.guards = list(guards)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {"guards": self.guards}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for guard in self.guards:
            guard.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for guard in reversed(self.guards):
            guard.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Guard the history of {len(self.guards)} tables"
