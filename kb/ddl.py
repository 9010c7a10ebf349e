"""From the ontology to Cypher: constraints and indexes, upserts, counts, export and removal. Pure text."""

from __future__ import annotations

from collections.abc import Iterator

from kb.meta import Link, Node, props
from kb.ontology import ENTITY, LINKS, NODES

__all__ = [
    "NAMES_INDEX",
    "clear",
    "count_all",
    "count_links",
    "count_nodes",
    "existing",
    "export_links",
    "export_nodes",
    "forget_source",
    "holders",
    "links_from",
    "nodes_of",
    "remove_links",
    "schema",
    "schema_by_name",
    "stated_by",
    "upsert_links",
    "upsert_nodes",
]

NAMES_INDEX = "names"
"""full-text index over names and aliases of every node"""

_FIRST, _LAST = "date('0001-01-01')", "date('9999-12-31')"
"""what a missing `since` and `until` stand for when periods are compared"""


def schema() -> tuple[str, ...]:
    """Statements that make constraints and indexes where they are missing; the same for 5.26 and the newest."""
    return (
        _constraint(ENTITY, "id"),
        *(statement for label, node in NODES.items() for statement in _node_schema(label, node)),
        *(statement for kind, link in LINKS.items() for statement in _link_schema(kind, link)),
        f"CREATE FULLTEXT INDEX {NAMES_INDEX} IF NOT EXISTS FOR (n:{ENTITY}) ON EACH [n.name, n.aliases] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-folding'}}",
    )


def schema_by_name() -> dict[str, str]:
    """The same statements by the name of the index or constraint that each makes."""
    return {text.partition(" IF NOT EXISTS")[0].rpartition(" ")[2]: text for text in schema()}


def _node_schema(label: str, node: type[Node]) -> Iterator[str]:
    for prop in props(node):
        if prop.prop.unique:
            yield _constraint(label, prop.name)
        elif prop.prop.index:
            yield f"CREATE INDEX {label}_{prop.name} IF NOT EXISTS FOR (n:{label}) ON (n.{prop.name})"


def _link_schema(kind: str, link: type[Link]) -> Iterator[str]:
    for prop in props(link):
        if prop.prop.index:
            yield f"CREATE INDEX {kind}_{prop.name} IF NOT EXISTS FOR ()-[l:{kind}]-() ON (l.{prop.name})"


def _constraint(label: str, name: str) -> str:
    return f"CREATE CONSTRAINT {label}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"


def upsert_nodes(label: str) -> str:
    """Write `$rows` of {id, props}: the node has afterwards what its row says and nothing else."""
    roles = NODES[label].role_labels
    lines = [
        "UNWIND $rows AS row",
        f"MERGE (n:{label} {{id: row.id}})",
        f"SET n = row.props, n:{ENTITY}",
        *([f"REMOVE n:{':'.join(roles)}"] if roles else []),
        *(f"FOREACH (_ IN [role IN row.props.roles WHERE role = '{role}'] | SET n:{role})" for role in roles),
    ]
    return "\n".join(lines)


def upsert_links(kind: str) -> str:
    """Write `$rows` of {from, to, props}; gives `matched`, the rows whose ends both exist.

    A link of the same type, ends and identity whose period overlaps is the same link and is replaced. MERGE cannot
    do that: a missing part of the key would fail, and overlapping is no equality. All reads come before all writes,
    so no two rows may have the same ends and identity, be it for different periods. Ends are found by the label that
    every node has: one plan a type, and on a new server a plan costs more than a thousand rows. `SET a:Entity`
    changes nothing and locks the start: another writer of the same links waits, and then sees them.
    """
    same = [f"coalesce(l.{name}, '') = coalesce(row.props.{name}, '')" for name in LINKS[kind].identity()]
    same.append(f"coalesce(l.since, {_FIRST}) < coalesce(row.props.until, {_LAST})")
    same.append(f"coalesce(l.until, {_LAST}) > coalesce(row.props.since, {_FIRST})")
    return f"""UNWIND $rows AS row
MATCH (a:{ENTITY} {{id: row.from}})
MATCH (b:{ENTITY} {{id: row.to}})
SET a:{ENTITY}
WITH a, b, row, COLLECT {{
  MATCH (a)-[l:{kind}]->(b)
  WHERE {" AND ".join(same)}
  RETURN l ORDER BY l.since, elementId(l)
}} AS old
FOREACH (_ IN CASE WHEN size(old) = 0 THEN [1] ELSE [] END | CREATE (a)-[n:{kind}]->(b) SET n = row.props)
FOREACH (l IN old[0..1] | SET l = row.props)
FOREACH (l IN old[1..] | DELETE l)
RETURN count(*) AS matched"""


def count_all() -> str:
    """One row (count): how many nodes there are. Planned in a moment, unlike the counts of every label."""
    return f"MATCH (n:{ENTITY}) RETURN count(n) AS count"


def count_nodes() -> str:
    """Rows (name, count) for every label, from the count store."""
    return "\nUNION ALL ".join(
        f"MATCH (n:{label}) WITH count(n) AS count RETURN '{label}' AS name, count" for label in NODES
    )


def count_links() -> str:
    """Rows (name, count) for every link type, from the count store."""
    return "\nUNION ALL ".join(
        f"MATCH ()-[l:{kind}]->() WITH count(l) AS count RETURN '{kind}' AS name, count" for kind in LINKS
    )


def export_nodes(label: str) -> str:
    """Rows (props) of all nodes of the label, by id."""
    return f"MATCH (n:{label}) WHERE n.id IS NOT NULL RETURN properties(n) AS props ORDER BY n.id"


def export_links(kind: str, start: str) -> str:
    """Rows (from, to, props) of all links of the type that start at nodes of the label, by the start's id.

    The hint has the starts read in order from their index, so nothing is sorted in memory.
    """
    return f"""MATCH (a:{start})-[l:{kind}]->(b:{ENTITY})
USING INDEX a:{start}(id)
WHERE a.id IS NOT NULL
RETURN a.id AS from, b.id AS to, properties(l) AS props ORDER BY a.id"""


def existing() -> str:
    """Those of `$ids` that the base has."""
    return f"UNWIND $ids AS id MATCH (n:{ENTITY} {{id: id}}) RETURN n.id AS id"


def holders(label: str, prop: str) -> str:
    """Nodes (id, value) that have one of `$values` in a property that is unique."""
    return f"UNWIND $values AS value MATCH (n:{label} {{{prop}: value}}) RETURN n.id AS id, value"


def links_from(kind: str, start: str) -> str:
    """Links (element, from, to, props) of the type that start at one of `$ids`."""
    return f"""UNWIND $ids AS id
MATCH (a:{start} {{id: id}})-[l:{kind}]->(b:{ENTITY})
RETURN elementId(l) AS element, a.id AS from, b.id AS to, properties(l) AS props"""


def nodes_of(label: str) -> str:
    """Properties (props) of the nodes of the label whose id is one of `$ids`."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN properties(n) AS props"


def remove_links(kind: str) -> str:
    """Delete the links of the type whose element id is one of `$ids`."""
    return f"MATCH ()-[l:{kind}]->() WHERE elementId(l) IN $ids DELETE l RETURN count(*) AS removed"


def stated_by(kind: str) -> str:
    """Links (element, from, to, props) that the source `$source` or the rule `$rule` states; null = any."""
    return f"""MATCH (a:{ENTITY})-[l:{kind}]->(b:{ENTITY})
WHERE ($source IS NULL OR $source IN l.sources) AND ($rule IS NULL OR l.rule = $rule)
RETURN elementId(l) AS element, a.id AS from, b.id AS to, properties(l) AS props"""


def forget_source(kind: str) -> str:
    """Take `$source` off the links whose element id is one of `$ids`; other sources go on stating them."""
    return f"""MATCH ()-[l:{kind}]->() WHERE elementId(l) IN $ids
SET l.sources = [source IN l.sources WHERE source <> $source]"""


def clear() -> str:
    """Delete `$limit` nodes with their links; gives how many are gone."""
    return "MATCH (n) WITH n LIMIT $limit DETACH DELETE n RETURN count(*) AS removed"
