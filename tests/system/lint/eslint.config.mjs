// The two rule sets for schemas; what differs from them is said here and nowhere else.
import plugin from "@graphql-eslint/eslint-plugin";

const { rules: recommended } = plugin.configs["flat/schema-recommended"];
const { rules: relay } = plugin.configs["flat/schema-relay"];

export default [
  {
    files: ["**/*.graphql"],
    plugins: { "@graphql-eslint": plugin },
    languageOptions: {
      parser: plugin.parser,
      parserOptions: { graphQLConfig: { schema: "schema.graphql" } },
    },
    rules: {
      ...recommended,
      ...relay,
      "@graphql-eslint/strict-id-in-types": "off",
      "@graphql-eslint/no-typename-prefix": "off",
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false }],
    },
  },
];
