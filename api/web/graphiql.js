// Starts GraphiQL on the address of this page. Headers (a bearer token, say) go into its Headers editor and
// are not kept when the page is closed.
"use strict";

(() => {
  const place = document.getElementById("graphiql");
  if (!window.React || !window.ReactDOM || !window.GraphiQL) {
    place.querySelector(".notice").textContent =
      "GraphiQL's files are missing from this installation. Install the package again; the API itself works.";
    return;
  }
  const { React, ReactDOM, GraphiQL } = window;
  const defaultQuery = document.querySelector('meta[name="default-query"]').content;
  const fetcher = GraphiQL.createFetcher({ url: window.location.pathname });
  ReactDOM.createRoot(place).render(
    React.createElement(GraphiQL, { fetcher, defaultQuery, shouldPersistHeaders: false }),
  );
})();
