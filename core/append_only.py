"""A migration operation: the database itself refuses to change or delete history, on SQLite and PostgreSQL.

SQLite drops triggers when an AlterField rebuilds the table: such a migration must arm them again.
"""

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
