"""The annotations of several people on one document, with as little of each as comparing them needs."""

from typing import Any

import orjson

from curator.store.database import Store
from curator.store.rows import json_list

_MARKS = """
SELECT json_group_array(json_array(
  start, "end", label, annotation.id, author,
  CASE WHEN instr(body, '{"author":"' || author || '","document":"' || ?1 || '","fields":{},') = 1 THEN ''
    ELSE (body -> '$.fields') || '' END,
  json(CASE WHEN instr(quote, ' … ') THEN
    (SELECT json_group_array(json_array(span.start, span."end")) FROM span WHERE span.annotation = annotation.n
      HAVING count(*) > 1)
    END),
  state, head,
  EXISTS (SELECT 1 FROM decision WHERE decision.annotation = annotation.id AND NOT decision.withdrawn)))
FROM annotation CROSS JOIN revision ON revision.id = head
WHERE document = (SELECT n FROM document WHERE id = ?1) AND NOT withdrawn
  AND author IN (SELECT value FROM json_each(?2))
"""


def of_people(store: Store, document: str, people: list[str]) -> list[list[Any]]:
    """The live annotations of these people in no order, each as the values of `analysis.sweeping.Mark`.

    All of them are one value of one row: a step of SQLite lets the window go on, and 20,000 steps let it in between
    20,000 times.
    """
    row = store.one(_MARKS, (document, json_list(people)))
    return orjson.loads(row[0]) if row else []
