import { useEffect, useRef } from "react";
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { isBlankOrExample } from "../examples";
import { useOpenOperation } from "../operation";
import { sharedOperation } from "../share";

// Read before GraphiQL, which remembers its tabs under this name, writes it.
const firstVisit = localStorage.getItem("graphiql:tabState") === null;

/**
 * Runs what a visitor arrives with: the operation of a shared link, then those pasted in the address bar, or the first example
 * on a first visit. Whoever comes back finds their own queries, and nothing is run for them.
 */
export function Arrivals() {
  const { queryEditor, responseEditor } = useGraphiQL(pick("queryEditor", "responseEditor"));
  const { run } = useGraphiQLActions();
  const ready = Boolean(queryEditor && responseEditor);
  useEffect(() => {
    if (ready && (firstVisit || sharedOperation())) void run();
  }, [ready, run]);

  const open = useOpenOperation(isBlankOrExample);
  const latestOpen = useRef(open);
  useEffect(() => {
    latestOpen.current = open;
  });
  useEffect(() => {
    const openShared = () => {
      const operation = sharedOperation();
      if (operation) latestOpen.current(operation);
    };
    addEventListener("hashchange", openShared);
    return () => removeEventListener("hashchange", openShared);
  }, []);

  return null;
}
