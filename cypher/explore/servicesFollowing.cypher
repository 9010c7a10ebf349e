// explore/servicesFollowing: the hub, the country it leaves and the one it goes to, and the first rows' chains
MATCH (hub:ProductionHub {id: $hub})
OPTIONAL MATCH home = (hub)-[:LOCATED_IN]->(:Country)
OPTIONAL MATCH (destination:Country {id: $to})
OPTIONAL MATCH chain = (hub)-[:OPERATES_IN|PART_OF*0..1]-()<-[s:SERVES]-(p:Organisation)
WHERE p.id IN $providers AND s.service IN $services
  AND coalesce(s.since <= $as_of, true) AND coalesce(s.until > $as_of, true)
OPTIONAL MATCH offer = (p)-[:OFFERS]->(service:Service {id: s.service})
OPTIONAL MATCH there = (p)-[:PRESENT_IN]->(destination)
RETURN hub, destination, home, chain, offer, there
LIMIT 500
