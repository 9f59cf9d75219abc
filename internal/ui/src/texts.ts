import { language } from "./language";

const french = {
  title: "Maillage – GraphiQL",
  tagline: "Le réseau France Services, en données ouvertes",
  asOf: "données au",
  otherLanguage: "English",
  otherLanguageHint: "Read this page in English",
  toDark: "Passer au thème sombre",
  toLight: "Passer au thème clair",
  share: "Partager",
  shareHint: "Copier un lien vers cette requête et ses variables",
  linkCopied: "Lien copié",
  linkInAddressBar: "Lien dans la barre d’adresse",
  examples: "Exemples",
  examplesIntro: "Un clic ouvre la requête et l’exécute : la phrase dit ce qu’elle répond. Modifiez-la ensuite librement.",
  journalist: "Journalisme de données",
  developer: "Développement civic tech",
  analyst: "Pilotage ministériel",
  queryBuilder: "Constructeur de requêtes",
  subscriptionRefused: "Le serveur refuse l’abonnement",
};

const english: typeof french = {
  title: "Maillage – GraphiQL",
  tagline: "The France Services network, as open data",
  asOf: "data as of",
  otherLanguage: "Français",
  otherLanguageHint: "Lire cette page en français",
  toDark: "Switch to the dark theme",
  toLight: "Switch to the light theme",
  share: "Share",
  shareHint: "Copy a link to this query and its variables",
  linkCopied: "Link copied",
  linkInAddressBar: "Link in the address bar",
  examples: "Examples",
  examplesIntro: "One click opens the query and runs it: the sentence says what it answers. Change it as you please.",
  journalist: "Data journalist",
  developer: "Civic-tech developer",
  analyst: "Ministry analyst",
  queryBuilder: "Query builder",
  subscriptionRefused: "The server refuses the subscription",
};

/** What the page says, in the language of this page view. */
export const texts = language === "fr" ? french : english;

/** A date such as 2022-12-31, as people write it. */
export function longDate(isoDate: string): string {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  return new Date(isoDate).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
}
