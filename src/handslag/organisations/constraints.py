"""A database constraint that ties both ends of a relation to one organisation."""

from django.db.models import BaseConstraint


class SameOrganisation(BaseConstraint):
    """The row that `field` points at belongs to the same organisation: a composite foreign key.

    (field, organisation) references (id, organisation) of the other table, on SQLite and PostgreSQL alike, checked
    at commit. The other table needs a unique constraint over both, which every OrganisationRow has.
    """

    def __init__(self, *, field: str, name: str):
        self.field = field
        super().__init__(name=name)

    def constraint_sql(self, model, schema_editor):
        column = model._meta.get_field(self.field)
        quote = schema_editor.quote_name
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote(column.column)}, {quote('organisation_id')}) "
            f"REFERENCES {quote(column.remote_field.model._meta.db_table)} ({quote('id')}, {quote('organisation_id')}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model, schema_editor):
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model, instance, exclude=None, using=None):
        """Left to the database: rows are written by actions, which check the scope before."""

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        return path, args, kwargs

    def __eq__(self, other):
        if isinstance(other, SameOrganisation):
            return (self.name, self.field) == (other.name, other.field)
        return NotImplemented

    __hash__ = BaseConstraint.__hash__


def same_organisation(table: str, *fields: str) -> list[SameOrganisation]:
    """One constraint per relation in `fields` of the model whose table name begins the constraints' names."""
    return [SameOrganisation(field=field, name=f"{table}_{field}_same_organisation") for field in fields]
