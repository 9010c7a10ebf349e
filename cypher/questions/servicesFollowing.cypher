// questions/servicesFollowing: all that bears on the providers of $hub at $as_of when it moves to $to, as one record
// A link holds when it and both its ends do: all(x IN [link, end] WHERE since <= $as_of < until).
OPTIONAL MATCH (hub:ProductionHub {id: $hub})
OPTIONAL MATCH (destination:Country {id: $to})
WITH hub, destination,
  hub IS NOT NULL AND coalesce(hub.since <= $as_of, true) AND coalesce(hub.until > $as_of, true) AS holds
CALL (hub, holds) {
  OPTIONAL MATCH (hub)-[l:LOCATED_IN]->(c:Country)
  WHERE holds AND all(x IN [l, c] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
  RETURN c AS origin ORDER BY c.id LIMIT 1
}
// who serves the hub, a client that operates in it, or a sector that it is part of
CALL (hub, origin, holds) {
  CALL (hub, origin, holds) {
    MATCH (p:Organisation)-[s:SERVES]->(hub)
    WHERE holds AND coalesce(s.since <= $as_of, true) AND coalesce(s.until > $as_of, true)
    RETURN p, s, hub AS client
    UNION ALL
    MATCH (hub)<-[o:OPERATES_IN]-(client:Organisation)
    WHERE holds AND all(x IN [o, client] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    WITH DISTINCT origin, client
    MATCH (p:Organisation)-[s:SERVES]->(client)
    WHERE coalesce(s.country = origin.iso3, true)
      AND coalesce(s.since <= $as_of, true) AND coalesce(s.until > $as_of, true)
    RETURN p, s, client
    UNION ALL
    MATCH (hub)-[o:PART_OF]->(client:Sector)
    WHERE holds AND all(x IN [o, client] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    WITH DISTINCT client
    MATCH (p:Organisation)-[s:SERVES]->(client)
    WHERE coalesce(s.since <= $as_of, true) AND coalesce(s.until > $as_of, true)
    RETURN p, s, client
  }
  WITH p, s, client WHERE coalesce(p.since <= $as_of, true) AND coalesce(p.until > $as_of, true)
  // by service, so that each is looked up once
  WITH s.service AS id, collect({p: p, s: s, client: client}) AS links
  MATCH (service:Service {id: id})
  WHERE $categories IS NULL OR service.category IN $categories
  UNWIND links AS link
  WITH service, link.p AS p, link.client AS client, link.s AS s
  WITH service, p, client, s {.since, .until, .basis, .rule, .confidence, .country, .seller_share, .value_usd, .year,
    .sources} AS s
  RETURN collect(DISTINCT p) AS firms, collect(DISTINCT client) AS clients,
    collect(DISTINCT {id: service.id, category: service.category, proximity: service.proximity}) AS services,
    // lists in the order of the fields of `Serves`: maps would name every field again in every row
    collect([p.id, client.id, service.id, s.since, s.until, s.basis, s.rule, s.confidence, s.country, s.seller_share,
      s.value_usd, s.year, s.sources]) AS serves
}
CALL (clients, origin) {
  UNWIND clients AS client
  MATCH (client:Organisation)-[o:OPERATES_IN]->(h:ProductionHub)
  WHERE all(x IN [o, h] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    AND EXISTS {
      MATCH (h)-[l:LOCATED_IN]->(origin)
      WHERE all(x IN [l, origin] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    }
  RETURN collect({client: client.id, hub: h.id, since: o.since, until: o.until, basis: o.basis, rule: o.rule,
    confidence: o.confidence, sites: o.sites, capacity_share: o.capacity_share, sources: o.sources}) AS operates
}
CALL (hub, clients) {
  UNWIND clients AS client
  MATCH (hub)-[o:PART_OF]->(client:Sector)
  WHERE coalesce(o.since <= $as_of, true) AND coalesce(o.until > $as_of, true)
  RETURN collect({client: client.id, hub: hub.id, since: o.since, until: o.until, basis: o.basis, rule: o.rule,
    confidence: o.confidence, share: o.share, sources: o.sources}) AS parts
}
CALL (firms, destination) {
  UNWIND firms AS p
  CALL (p) {
    OPTIONAL MATCH (p)-[l:HEADQUARTERED_IN]->(c:Country)
    WHERE all(x IN [l, c] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    RETURN c AS home ORDER BY c.id LIMIT 1
  }
  WITH p, home, destination,
    coalesce(home = destination, false)
    OR EXISTS {
      MATCH (p)-[l:PRESENT_IN]->(destination)
      WHERE all(x IN [l, destination] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    }
    OR EXISTS {
      MATCH (p)-[l:PRESENT_IN]->(centre:FinancialCentre)-[at:LOCATED_IN]->(destination)
      WHERE all(x IN [l, centre, at, destination]
        WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    } AS present
  RETURN collect({id: p.id, home: home.id, present: present}) AS providers, collect(DISTINCT home) AS homes
}
CALL (homes, destination) {
  UNWIND homes + [destination] AS country
  WITH DISTINCT country WHERE country IS NOT NULL
  MATCH (country)<-[l:GOVERNS]-(g:Government)
  WHERE all(x IN [l, g, country] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
  CALL (g) {
    OPTIONAL MATCH (g)-[l:MEMBER_OF]->(c:Coalition)
    WHERE all(x IN [l, c] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    RETURN collect(DISTINCT c.id) AS coalitions
  }
  RETURN collect(DISTINCT {country: country.id, government: g.id, coalitions: coalitions}) AS rulers,
    collect(DISTINCT g) AS governors
}
// the destination's side: what its governments and their coalitions have enacted
CALL (destination) {
  MATCH (destination)<-[l:GOVERNS]-(g:Government)
  WHERE all(x IN [l, g, destination] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
  CALL (g) {
    RETURN g AS enactor
    UNION
    MATCH (g)-[l:MEMBER_OF]->(c:Coalition)
    WHERE all(x IN [l, c] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    RETURN c AS enactor
  }
  WITH DISTINCT enactor
  MATCH (enactor)-[e:ENACTS]->(m:Measure)
  WHERE m.effect IN ['BARS', 'LOCALISES', 'CONDITIONS', 'COSTS']
    AND all(x IN [e, m] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
  CALL (m) {
    MATCH (m)-[t:TARGETS]->(target)
    WHERE all(x IN [t, target] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    RETURN collect(DISTINCT target.id) AS targets
  }
  RETURN collect(DISTINCT {id: m.id, kind: m.kind, effect: m.effect, enactor: enactor.id, targets: targets}) AS measures
}
// the home side: what targets the destination, whoever enacted it
CALL (destination) {
  MATCH (destination)<-[t:TARGETS]-(m:Measure)<-[e:ENACTS]-(enactor)
  WHERE m.effect IN ['BARS', 'LOCALISES', 'CONDITIONS', 'COSTS']
    AND all(x IN [t, m, e, enactor, destination]
      WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
  CALL (m) {
    MATCH (m)-[t:TARGETS]->(target)
    WHERE all(x IN [t, target] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
    RETURN collect(DISTINCT target.id) AS targets
  }
  RETURN collect(DISTINCT {id: m.id, kind: m.kind, effect: m.effect, enactor: enactor.id, targets: targets})
    AS home_measures
}
// who is bound, and since when, by the agreements on services or investment that bind the destination
CALL (destination, governors) {
  MATCH (destination)<-[:GOVERNS]-(:Government)-[:PARTY_TO]->(a:TradeAgreement)
  WHERE any(provision IN a.provisions WHERE provision IN ['SERVICES', 'INVESTMENT'])
    AND coalesce(a.since <= $as_of, true) AND coalesce(a.until > $as_of, true)
  WITH DISTINCT a, governors
  MATCH (a)<-[l:PARTY_TO]-(g:Government)
  WHERE g IN governors AND coalesce(l.since, a.in_force) <= $as_of
    AND all(x IN [l, g] WHERE coalesce(x.since <= $as_of, true) AND coalesce(x.until > $as_of, true))
  RETURN collect({government: g.id, agreement: a.id, bound: coalesce(l.since, a.in_force), side: l.side}) AS parties
}
CALL () {
  MATCH (n:Entity)
  RETURN count(n) AS entities
}
RETURN hub.id AS hub, holds AS holds, origin.id AS origin, destination.id AS destination, services AS services, serves AS serves,
  operates AS operates, parts AS parts, providers AS providers, rulers AS rulers, measures AS measures,
  home_measures AS home_measures, parties AS parties, entities = 0 AS empty
