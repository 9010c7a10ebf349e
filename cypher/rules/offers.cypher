// rules/offers: which services organisations offer, for rule R1
MATCH (organisation:Organisation)-[link:OFFERS]->(service:Service)
RETURN organisation.id AS organisation, service.id AS service, service.category AS category,
       service.proximity AS proximity, link.sources AS sources
ORDER BY organisation, service
