"""On PostgreSQL: the terms of each document as lexemes, and indexes to find candidates by.

Only PostgreSQL reads them (`candidates.py`), so they are no fields of the model. The column is empty
until `manage.py rebuild_search`; a document without it is found by nobody above the size, so the old index
is filled here too.
"""

from django.db import migrations

TABLE = "wijkzorg_search_searchdocument"
FORWARDS = [
    f"ALTER TABLE {TABLE} ADD COLUMN lexemes tsvector",
    f"""UPDATE {TABLE} SET lexemes = array_to_tsvector(ARRAY(
            SELECT key FROM jsonb_object_keys(weights) AS key
            WHERE octet_length(key) BETWEEN 1 AND 2000))""",
    f"CREATE INDEX wijkzorg_search_lexemes ON {TABLE} USING gin (lexemes)",
    f"CREATE INDEX wijkzorg_search_facts ON {TABLE} USING gin (facts jsonb_path_ops)",
    f"CREATE INDEX wijkzorg_search_translations ON {TABLE} (translation_key, language)",
]
BACKWARDS = [
    "DROP INDEX wijkzorg_search_translations",
    "DROP INDEX wijkzorg_search_facts",
    "DROP INDEX wijkzorg_search_lexemes",
    f"ALTER TABLE {TABLE} DROP COLUMN lexemes",
]


def run(statements):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return on_postgresql


class Migration(migrations.Migration):

    dependencies = [
        ("wijkzorg_search", "0003_missed_words"),
    ]

    operations = [
        migrations.RunPython(run(FORWARDS), run(BACKWARDS)),
    ]
