// explore/answer: the nodes of an answer and the links between them at its date, the best known one of each type
MATCH (n:Entity) WHERE n.id IN $ids
OPTIONAL MATCH (n)-[l]->(m:Entity)
WHERE m.id IN $ids AND coalesce(l.since <= $as_of, true) AND coalesce(l.until > $as_of, true)
WITH n, m, l ORDER BY l.basis DESC, l.service, l.since
WITH n, m, type(l) AS kind, collect(l)[0] AS l
WHERE l IS NOT NULL OR n:Country OR n:ProductionHub
RETURN n, l, m
ORDER BY n.id, m.id, kind
LIMIT 500
