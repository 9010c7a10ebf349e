// rules/offers: which services organisations offer, and when, for rule R1: one row an OFFERS link
MATCH (organisation:Organisation)-[link:OFFERS]->(service:Service)
RETURN organisation.id AS organisation, service.id AS service, service.category AS category,
       service.proximity AS proximity, toString(link.since) AS since, toString(link.until) AS until,
       link.sources AS sources
ORDER BY organisation, service, since
