// explore/answer: the nodes of an answer's first rows with the links between them at $as_of, one of each type
MATCH (n:Entity)-[l]->(m:Entity)
WHERE n.id IN $ids AND m.id IN $ids
  AND coalesce(l.since <= $as_of, true) AND coalesce(l.until > $as_of, true)
WITH n, m, type(l) AS kind, collect(l)[0] AS l
RETURN n, l, m
ORDER BY n.id, m.id, kind
LIMIT 500
