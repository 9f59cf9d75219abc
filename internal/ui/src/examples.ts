// The examples live in ../examples, one file each, in a folder per person they are for, so that the Go tests run the very same
// ones. A file opens with comment lines: the title in both languages, and the variables if the query has any.
import type { Operation } from "./operation";
import { language } from "./language";
import { texts } from "./texts";

export interface Example extends Operation {
  title: string;
}

export interface ExampleGroup {
  person: string;
  examples: Example[];
}

const files = import.meta.glob<string>("../examples/*/*.graphql", { query: "?raw", import: "default", eager: true });

const people: [folder: string, person: string][] = [
  ["journalist", texts.journalist],
  ["developer", texts.developer],
  ["analyst", texts.analyst],
];

/** The examples, by the person they are for. */
export const exampleGroups: ExampleGroup[] = people.map(([folder, person]) => ({
  person,
  examples: Object.keys(files)
    .filter((path) => path.startsWith(`../examples/${folder}/`))
    .sort()
    .map((path) => readExample(files[path]!)),
}));

const queries = new Set(exampleGroups.flatMap((group) => group.examples.map((example) => example.query)));

/** Whether a query is blank or an example nobody changed, so that replacing it loses nothing. */
export function isBlankOrExample(query: string): boolean {
  return query.trim() === "" || queries.has(query);
}

function readExample(file: string): Example {
  const heading = (key: string) => new RegExp(`^# ${key}: (.*)$`, "m").exec(file)?.[1];
  const variables = heading("variables");
  return {
    title: heading(language) ?? "",
    query: file.replace(/^#.*\n/gm, ""),
    variables: variables === undefined ? "" : JSON.stringify(JSON.parse(variables), null, 2),
  };
}
