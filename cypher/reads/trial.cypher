// reads/trial: a hub that can be asked about, $hub where it is there, and $to where that is another country
MATCH (h:ProductionHub)-[l:LOCATED_IN]->(origin:Country)
WHERE all(x IN [h, l, origin] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
OPTIONAL MATCH (destination:Country {id: $to}) WHERE destination.id <> origin.id
RETURN h.id AS hub, destination.id AS to
ORDER BY h.id <> $hub, h.id LIMIT 1
