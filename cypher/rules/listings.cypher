// rules/listings: which organisation a list that was taken whole has in which hub, for rule R1; a list is dated by its publication
MATCH (list:Source {exhaustive: true})
WHERE list.published IS NOT NULL
MATCH (organisation:Organisation)-[link:OPERATES_IN]->(hub:ProductionHub)-[:LOCATED_IN]->(country:Country)
WHERE list.id IN link.sources AND hub.industry IS NOT NULL
RETURN list.id AS list, list.published.year AS year, organisation.id AS organisation, hub.id AS hub,
       hub.industry AS division, hub.province AS province, country.iso3 AS country
ORDER BY year, list, hub, organisation
