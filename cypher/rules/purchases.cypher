// rules/purchases: what the industries of hubs buy of the service sectors of their own country, for rule R1
MATCH (seller:Sector)-[link:SUPPLIES]->(buyer:Sector)
WHERE seller.industry IN $industries AND buyer.industry IN $buyers AND link.value_usd IS NOT NULL
MATCH (seller)-[:LOCATED_IN]->(country:Country)<-[:LOCATED_IN]-(buyer)
RETURN country.iso3 AS country, seller.industry AS seller, buyer.industry AS buyer, link.value_usd AS value_usd,
       link.year AS year, link.sources AS sources
ORDER BY country, seller, buyer
