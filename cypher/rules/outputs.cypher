// rules/outputs: what the sectors of the input-output table make, for rule R1
MATCH (sector:Sector)-[:LOCATED_IN]->(country:Country)
WHERE sector.output_usd IS NOT NULL AND sector.industry IN $industries
RETURN country.iso3 AS country, sector.industry AS industry, sector.output_usd AS output_usd, sector.year AS year,
       sector.sources AS sources
ORDER BY country, industry
