// @neo4j/graphql over plain node:http, as little else as there can be. Documents are parsed and checked once.
// The environment says where Neo4j is; the port is printed.

import http from "node:http";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { execute, parse, validate } from "graphql";
import neo4j from "neo4j-driver";

const typeDefs = `
  type Organisation @node {
    id: ID!
    name: String!
    industry: String
    lei: String
    ticker: String
    website: String
    revenueUsd: Float @alias(property: "revenue_usd")
    year: Int
    suppliesTo: [Organisation!]! @relationship(type: "SUPPLIES", direction: OUT, properties: "Supplies")
  }
  type Supplies @relationshipProperties {
    valueUsd: Float @alias(property: "value_usd")
    buyerShare: Float @alias(property: "buyer_share")
    year: Int
  }
  type ProductionHub @node {
    id: ID!
    name: String!
    operators: [Organisation!]! @relationship(type: "OPERATES_IN", direction: IN, properties: "OperatesIn")
  }
  type OperatesIn @relationshipProperties {
    sites: Int
    capacityShare: Float @alias(property: "capacity_share")
  }
`;

const driver = neo4j.driver(process.env.BENCH_URI, neo4j.auth.basic("neo4j", process.env.BENCH_PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const documents = new Map();

function checked(text) {
  let found = documents.get(text);
  if (!found) {
    const document = parse(text);
    found = { document, errors: validate(schema, document) };
    documents.set(text, found);
  }
  return found;
}

async function answer({ query, variables }) {
  const { document, errors } = checked(query);
  if (errors.length) {
    return { errors };
  }
  const contextValue = { sessionConfig: { database: "neo4j" } };
  return execute({ schema, document, variableValues: variables, contextValue });
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const body = Buffer.from(JSON.stringify(await answer(JSON.parse(Buffer.concat(chunks).toString()))));
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
