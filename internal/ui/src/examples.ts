// The examples live in /examples at the root of the project, where Go tests run the very same ones. A file opens with comment
// lines, each a heading and its text; examples.go there says which.
import type { Operation } from "./operation";
import { language } from "./language";
import { longDate, texts } from "./texts";

export interface Example extends Operation {
  question: string;
  /** What answers it on the edition the program carries, and on the official list. */
  embedded: string;
  official: string;
}

export interface ExampleGroup {
  person: string;
  examples: Example[];
}

const files = import.meta.glob<string>("../../../examples/*.graphql", { query: "?raw", import: "default", eager: true });

const people: [key: string, person: string][] = [
  ["journalist", texts.journalist],
  ["developer", texts.developer],
  ["analyst", texts.analyst],
];

const inOrder = Object.keys(files)
  .sort()
  .map((path) => files[path]!);

/** The examples, by the person they are for. */
export const exampleGroups: ExampleGroup[] = people.map(([key, person]) => ({
  person,
  examples: inOrder.filter((file) => heading(file, "for") === key).map(readExample),
}));

const queries = new Set(exampleGroups.flatMap((group) => group.examples.map((example) => example.query)));

/** Whether a query is blank or an example nobody changed, so that replacing it loses nothing. */
export function isBlankOrExample(query: string): boolean {
  return query.trim() === "" || queries.has(query);
}

/** The day of the list that the official sentences speak of. */
const officialDay = "2024-08-01";

/** The sentence that is true of an edition, by its last day: a later one than the official list's keeps that list's, dated. */
export function answerOn(asOf: string, { embedded, official }: Example): string {
  if (asOf < officialDay) return embedded;
  return asOf === officialDay ? official : `${official} (${longDate(officialDay)})`;
}

function heading(file: string, key: string): string | undefined {
  return new RegExp(`^# ${key}: (.*)$`, "m").exec(file)?.[1];
}

function readExample(file: string): Example {
  const variables = heading(file, "variables");
  return {
    question: heading(file, language) ?? "",
    embedded: heading(file, `embedded-${language}`) ?? "",
    official: heading(file, `official-${language}`) ?? "",
    query: file.replace(/^#.*\n/gm, ""),
    variables: variables === undefined ? "" : JSON.stringify(JSON.parse(variables), null, 2),
  };
}
