import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { language } from "../language";

const endpoint = "/graphql";
const headers = { "Accept-Language": language };

/** Sends GraphiQL's operations to this server. The schema's descriptions come in the page's language. */
export const fetcher = createGraphiQLFetcher({ url: endpoint, headers, enableIncrementalDelivery: false });

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
