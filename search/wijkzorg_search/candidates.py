"""Where there are many documents: PostgreSQL picks those that the ranker looks at, and lists without words.

The one other way to get documents beside the lists in memory (`knowing.Index.corpus`). Here alone stands SQL
that only PostgreSQL knows. The ranker is the same, so up to `MOST` answers nothing differs but what
was never picked: documents that hold only the most common words of a question.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from .asking import Asking
from .corpus import Corpus, Document, Knowledge
from .models import SearchDocument
from .ranking import KIND, NEAR, SPEAKS, TRAIT
from .reading import Reading
from .stored import document_of

#: So many documents are ranked; among at most so many they are picked, which the rarest terms bring.
MOST = 500
AMONG = 3_000
#: So many that were read stay in memory until the index changes: about 10 KB each.
MOST_KEPT = 5_000
#: PostgreSQL takes no longer lexemes.
LONGEST_LEXEME = 2_000

TABLE = SearchDocument._meta.db_table
#: Each thing once: in the language, else in the one that it was first written in.
ONCE = f"""(language = %(language)s OR (language = %(source)s AND NOT EXISTS (
    SELECT 1 FROM {TABLE} AS other
    WHERE other.translation_key = {TABLE}.translation_key AND other.language = %(language)s)))"""  # noqa: S608


def write_lexemes(keys: Sequence[tuple[str, int]]) -> None:
    """Fill the column by which documents are found; `keys` are sources with keys of pages."""
    if connection.vendor != "postgresql" or not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {TABLE} SET lexemes = array_to_tsvector(ARRAY(
                    SELECT key FROM jsonb_object_keys(weights) AS key
                    WHERE octet_length(key) BETWEEN 1 AND {LONGEST_LEXEME}))
                WHERE (source, object_id) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))""",  # noqa: S608
            [[source for source, _key in keys], [key for _source, key in keys]],
        )


def as_query(terms: Iterable[str]) -> str:
    """Any of the terms, as a tsquery: each quoted, so that nothing in it is an operator."""
    quoted = (term.replace("\\", "\\\\").replace("'", "''") for term in terms)
    return " | ".join(f"'{term}'" for term in quoted)


def usable(terms: Iterable[str]) -> list[str]:
    return [
        term for term in terms if term and len(term.encode()) <= LONGEST_LEXEME and "\0" not in term
    ]


def rarest(terms: Iterable[str], knowledge: Knowledge) -> list[str]:
    """Rarest first, so many as bring `AMONG` documents together; one at least."""
    found: list[str] = []
    bring = 0
    for term in sorted(terms, key=lambda one: (knowledge.holding(one), one)):
        holding = knowledge.holding(term)
        if found and bring + holding > AMONG:
            break
        if holding:
            found.append(term)
            bring += holding
    return found


def weights_of(asking: Asking, knowledge: Knowledge) -> dict[str, float]:
    """Term > what holding it counts in the rough order."""
    weights: dict[str, float] = {}
    for asked in asking.words:
        for alternative in asked.alternatives:
            for term in alternative.terms:
                weight = asked.weight * alternative.worth * knowledge.idf(term)
                weights[term] = max(weights.get(term, 0.0), weight)
    for term, weight in asking.meanings.items():
        weights[term] = weights.get(term, 0.0) + weight * knowledge.idf(term)
    return weights


def picked(
    asking: Asking, reading: Reading, knowledge: Knowledge, *, language: str, source: str
) -> list[int]:
    """Keys in the table of what the ranker should look at, at most twice `MOST`."""
    weights = weights_of(asking, knowledge)
    terms = usable(weights)
    chosen = rarest(terms, knowledge)
    told = {"language": language, "source": source}
    fits = _Fits(reading)
    order = _rough_order(terms, weights, fits)
    found: dict[int, None] = {}
    if chosen:
        any_of = {**told, "terms": as_query(chosen)}
        where = "lexemes @@ %(terms)s::tsquery"
        found.update(dict.fromkeys(_keys(where, order, any_of)))
    if fits.any_of:
        where, asked = fits.any_of, {**told, **fits.values}
        if terms and len(asking.words) > len(reading.taken):
            where += " AND lexemes @@ %(terms)s::tsquery"
            asked["terms"] = as_query(terms)
        found.update(dict.fromkeys(_keys(where, order, asked)))
    return list(found)


def _keys(where: str, order: tuple[str, Mapping[str, Any]], values: Mapping[str, Any]) -> list[int]:
    rough, ordered_by = order
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT id FROM {TABLE} WHERE {where} AND {ONCE}
                ORDER BY {rough} DESC, title, id LIMIT {MOST}""",  # noqa: S608
            {**values, **ordered_by},
        )
        return [row[0] for row in cursor.fetchall()]


def _rough_order(
    terms: Sequence[str], weights: Mapping[str, float], fits: "_Fits"
) -> tuple[str, dict[str, Any]]:
    """SQL and its values. Only whether a document holds a term counts: its worth is in a long column."""
    parts, values = ["0.1"], dict(fits.values)
    for number, term in enumerate(terms):
        if math.isfinite(weights[term]):
            parts.append(
                f"CASE WHEN lexemes @@ %(t{number})s::tsquery THEN {weights[term]:.4f} ELSE 0 END"
            )
            values[f"t{number}"] = as_query([term])
    lifts = "".join(f" + CASE WHEN {where} THEN {lift} ELSE 0 END" for where, lift in fits.lifts)
    return f"({' + '.join(parts)}) * (1{lifts})", values


class _Fits:
    """What was recognised in a question, as conditions on facts."""

    def __init__(self, reading: Reading) -> None:
        self.values: dict[str, Any] = {}
        self.lifts: list[tuple[str, float]] = []
        self._add("areas", [{"areas": [code]} for code in sorted(reading.areas)], NEAR)
        self._add("spoken", [{"languages": [code]} for code in sorted(reading.languages)], SPEAKS)
        self._add("kind", [{"kind": reading.kind}] if reading.kind else [], KIND)
        self._add("traits", [{"traits": [one]} for one in sorted(reading.traits)], TRAIT)

    def _add(self, name: str, facts: list[dict[str, Any]], lift: float) -> None:
        if facts:
            names = [f"{name}{number}" for number in range(len(facts))]
            self.values |= {key: json.dumps(fact) for key, fact in zip(names, facts, strict=True)}
            where = " OR ".join(f"facts @> %({key})s::jsonb" for key in names)
            self.lifts.append((f"({where})", lift))

    @property
    def any_of(self) -> str:
        return f"({' OR '.join(where for where, _lift in self.lifts)})" if self.lifts else ""


def corpus_of(
    keys: Sequence[int], knowledge: Knowledge, terms: set[str], kept: dict[int, Document]
) -> Corpus:
    """The picked documents, in the order in which they stand in memory elsewhere.

    `kept` are those that were read at this state of the index; what is read now is added.
    """
    missing = [key for key in keys if key not in kept]
    if len(kept) + len(missing) > MOST_KEPT:
        # Another thread may read it meanwhile: it reads those anew that it misses.
        kept.clear()
        missing = list(keys)
    rows = SearchDocument.objects.filter(pk__in=missing).defer("words", "source_hash")
    read = {row.pk: document_of(row) for row in rows}
    kept.update(read)
    documents = [one for key in keys if (one := read.get(key) or kept.get(key))]
    documents.sort(key=lambda one: (one.source, one.key))
    return Corpus(documents, knowledge, terms)
