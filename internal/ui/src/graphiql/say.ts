import { language } from "../language";
import { french, frenchSections } from "./french";

/** A phrase of GraphiQL's in the language of this page view. The build puts calls of this into GraphiQL's own code. */
export function say(phrase: string): string {
  return language === "fr" ? (french[phrase] ?? frenchSections[phrase] ?? phrase) : phrase;
}
