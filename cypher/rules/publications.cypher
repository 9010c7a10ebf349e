// rules/publications: the years in which sources came out, for the youngest input of rule R1
MATCH (source:Source)
WHERE source.published IS NOT NULL
RETURN source.id AS source, source.published.year AS year
ORDER BY source
