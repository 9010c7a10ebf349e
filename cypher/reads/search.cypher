// reads/search: nodes whose name or alias is like the text, best first; those that have the very text as a name lead
CALL () {
  CALL db.index.fulltext.queryNodes('names', $sought) YIELD node, score
  WITH node, score
  WHERE $labels IS NULL OR any(label IN labels(node) WHERE label IN $labels)
  WITH node.id AS id, score, any(name IN [node.name] + coalesce(node.aliases, []) WHERE toLower(name) = $exact) AS exact
  WITH collect([id, score, exact]) AS found, max(score) AS best
  UNWIND found AS hit
  WITH hit[0] AS id, CASE WHEN hit[2] THEN best + hit[1] ELSE hit[1] END AS score
  ORDER BY score DESC, id
  LIMIT $first
  RETURN collect([id, score]) AS hits
}
RETURN hits
