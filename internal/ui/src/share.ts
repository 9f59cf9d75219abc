// A shared link carries the query and its variables in the part of the address after #, which browsers never send to a server.
import type { Operation } from "./operation";

/** The operation the page's address carries, or null. */
export function sharedOperation(): Operation | null {
  const hash = new URLSearchParams(location.hash.slice(1));
  const query = hash.get("query");
  return query ? { query, variables: hash.get("variables") ?? "" } : null;
}

/** The address that opens this page with the operation. */
export function addressOf({ query, variables }: Operation): string {
  const hash = new URLSearchParams({ query });
  if (variables.trim()) hash.set("variables", variables);
  const address = new URL(location.href);
  address.hash = hash.toString();
  return address.href;
}

/** Puts the operation in the address bar and, where the browser allows it, on the clipboard. Answers whether it was copied. */
export async function shareOperation(operation: Operation): Promise<boolean> {
  const address = addressOf(operation);
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return false; // no clipboard without https, or permission refused: the address bar has the link
  }
}

/** Takes the shared operation out of the address once the page no longer shows it. */
export function forgetWhenChanged(part: keyof Operation, text: string): void {
  const shared = sharedOperation();
  if (shared && shared[part] !== text) history.replaceState(null, "", location.pathname + location.search);
}
