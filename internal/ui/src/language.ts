// The pages speak French first, and English on request. The language is read once, when the page loads: changing it is a
// link to ?lang=…, so that everything on the page, GraphiQL included, is drawn in one language.

export type Language = "fr" | "en";

const STORED = "maillage:language";

function chosenLanguage(): Language {
  const asked = new URLSearchParams(location.search).get("lang");
  if (asked === "fr" || asked === "en") {
    localStorage.setItem(STORED, asked);
    return asked;
  }
  const stored = localStorage.getItem(STORED);
  if (stored === "fr" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "fr";
}

/** The language of this page view. */
export const language: Language = chosenLanguage();

/** The address of the same page, shared query included, in the other language. */
export function otherLanguageAddress(): string {
  const address = new URL(location.href);
  address.searchParams.set("lang", language === "fr" ? "en" : "fr");
  return address.href;
}
