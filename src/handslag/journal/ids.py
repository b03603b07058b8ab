"""The ids of rows as entries name them, for questions that ask for the entries about a row and for the row at once."""

from django.db.models import CharField, Func


class SubjectId(Func):
    """The UUID in a column as `Entry.subject_id` has it: SQLite keeps it without dashes."""

    output_field = CharField()
    template = "CAST(%(expressions)s AS varchar)"

    def as_sqlite(self, compiler, connection, **more):
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        dashed = " || '-' || ".join(f"substr(%(expressions)s, {first}, {length})" for first, length in parts)
        return self.as_sql(compiler, connection, template=dashed, **more)
