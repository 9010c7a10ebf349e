// rules/presences: where organisations are, for rule R1: one row a PRESENT_IN link, at a financial centre in the centre's country
// Offices at a centre may be counted again in a link to its country, so only that they are there is read.
MATCH (organisation:Organisation)-[link:PRESENT_IN]->(place)
OPTIONAL MATCH (place)-[:LOCATED_IN]->(around:Country)
WITH organisation, link, CASE WHEN place:Country THEN place ELSE around END AS country,
     CASE WHEN place:Country THEN link.offices END AS offices
WHERE country IS NOT NULL
RETURN organisation.id AS organisation, country.iso3 AS country, link.province AS province, offices AS offices,
       link.kind AS kind, toString(link.since) AS since, toString(link.until) AS until, link.sources AS sources
ORDER BY organisation, country, province, kind, since
