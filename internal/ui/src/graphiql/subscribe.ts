import type { FetcherParams, Observable } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";
import { texts } from "../texts";

/**
 * Listens to what a subscription tells of, by GraphQL over server-sent events. The browser connects again when the connection is
 * lost; only a server that refuses ends it.
 */
export function subscribe(endpoint: string, { query, operationName, variables }: FetcherParams): Observable<ExecutionResult> {
  const asked = new URLSearchParams({ query });
  if (operationName) asked.set("operationName", operationName);
  if (variables) asked.set("variables", JSON.stringify(variables));
  const listen = (observer: Observer) => {
    const source = new EventSource(`${endpoint}?${asked}`);
    source.addEventListener("next", (event) => observer.next(JSON.parse(event.data)));
    source.addEventListener("complete", () => {
      source.close();
      observer.complete();
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) observer.error(new Error(texts.subscriptionRefused));
    });
    return { unsubscribe: () => source.close() };
  };
  return { subscribe: listen as Observable<ExecutionResult>["subscribe"] };
}

interface Observer {
  next: (result: ExecutionResult) => void;
  error: (reason: unknown) => void;
  complete: () => void;
}
