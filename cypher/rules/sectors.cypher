// rules/sectors: the sectors that hubs can be part of, for rule hub-share
MATCH (sector:Sector)-[:LOCATED_IN]->(country:Country)
WHERE sector.industry IN $industries
RETURN country.iso3 AS country, sector.industry AS industry, sector.id AS sector
ORDER BY country, industry, sector
