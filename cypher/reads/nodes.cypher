// reads/nodes: nodes by id with all their properties, and the sources that they name
CALL () {
  MATCH (n:Entity)
  WHERE n.id IN $ids
  RETURN collect(properties(n)) AS nodes
}
CALL () {
  MATCH (n:Entity)
  WHERE n.id IN $ids
  UNWIND n.sources AS source
  WITH DISTINCT source
  MATCH (s:Source {id: source})
  RETURN collect(properties(s)) AS sources
}
RETURN nodes, sources
