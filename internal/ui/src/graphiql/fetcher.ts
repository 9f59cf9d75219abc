import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from "@graphiql/toolkit";
import { getOperationAST, parse } from "graphql";
import { language } from "../language";
import { subscribe } from "./subscribe";

const endpoint = "/graphql";
const headers = { "Accept-Language": language };

const fetchOnce = createGraphiQLFetcher({ url: endpoint, headers, enableIncrementalDelivery: false });

/** Sends GraphiQL's operations to this server. The schema's descriptions come in the page's language. */
export const fetcher: Fetcher = (asked, options) => (isSubscription(asked) ? subscribe(endpoint, asked) : fetchOnce(asked, options));

/** The document that GraphiQL hands over is, just after a page was opened, not yet that of the query. */
function isSubscription({ query, operationName }: FetcherParams): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === "subscription";
  } catch {
    return false; // the server says what is wrong with it
  }
}

/** Asks this server one question of the page's own. Null when there is no usable answer, whatever the reason. */
export async function ask<Data>(query: string): Promise<Data | null> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json;q=0.9" },
      body: JSON.stringify({ query }),
    });
    const answer = (await response.json()) as { data?: Data | null };
    return answer.data ?? null;
  } catch {
    return null;
  }
}
