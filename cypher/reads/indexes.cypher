// reads/indexes: names of all indexes, those of constraints included, and whether each is ready
SHOW INDEXES YIELD name, state
RETURN name AS name, state AS state
ORDER BY name
