// rules/homes: where organisations are headquartered, for rule R1, the latest seat last
MATCH (organisation:Organisation)-[link:HEADQUARTERED_IN]->(country:Country)
RETURN organisation.id AS organisation, country.iso3 AS country, link.sources AS sources
ORDER BY organisation, coalesce(toString(link.since), ''), country
