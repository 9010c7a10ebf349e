// reads/server: name, version and edition of the Neo4j behind a connection
CALL dbms.components() YIELD name, versions, edition
WHERE name STARTS WITH 'Neo4j'
RETURN name AS name, versions[0] AS version, edition AS edition
ORDER BY name LIMIT 1
