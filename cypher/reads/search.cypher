// reads/search: nodes whose name or alias is like the text, best first
CALL () {
  CALL db.index.fulltext.queryNodes('names', $query) YIELD node, score
  WITH node, score
  WHERE $labels IS NULL OR any(label IN labels(node) WHERE label IN $labels)
  WITH node.id AS id, score
  ORDER BY score DESC, id
  LIMIT $first
  RETURN collect([id, score]) AS hits
}
RETURN hits
