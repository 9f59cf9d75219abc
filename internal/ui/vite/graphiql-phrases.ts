import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { french } from "../src/graphiql/french.ts";

const sayModule = fileURLToPath(new URL("../src/graphiql/say.ts", import.meta.url));

// Where GraphiQL's words are. The query builder under the explorer plugin is CommonJS, the rest ES modules.
const graphiqlCode = /\/node_modules\/(graphiql|@graphiql\/(react|plugin-doc-explorer|plugin-history))\/dist\/.*\.js$/;
const builderCode = /\/node_modules\/graphiql-explorer\/dist\/Explorer\.js$/;
const sectionCode = /\/plugin-doc-explorer\/dist\/components\/section\.js$/;

/**
 * Lets GraphiQL speak the page's language: every phrase of the French dictionary becomes, in GraphiQL's code, a call that says
 * it in the right language. A build fails when a phrase is nowhere to be found, as it would otherwise fall back to English
 * unnoticed when GraphiQL changes.
 */
export function graphiqlPhrases(): Plugin {
  const missing = new Set([...Object.keys(french), "section titles"]);

  function translate(code: string): string {
    for (const phrase of Object.keys(french)) {
      const translated = replacePhrase(code, phrase);
      if (translated !== code) missing.delete(phrase);
      code = translated;
    }
    return code;
  }

  function translateSections(code: string): string {
    const shown = /(t1,\s+)title(\s+\])/;
    if (shown.test(code)) missing.delete("section titles");
    return code.replace(shown, "$1say(title)$2");
  }

  return {
    name: "graphiql-phrases",
    enforce: "pre",
    transform(code, id) {
      const path = id.split("?")[0]!;
      const at = JSON.stringify(sayModule);
      if (sectionCode.test(path)) return `import { say } from ${at};\n${translateSections(code)}`;
      if (graphiqlCode.test(path)) return `import { say } from ${at};\n${translate(code)}`;
      if (builderCode.test(path)) return `const { say } = require(${at});\n${translate(code)}`;
      return null;
    },
    buildEnd(error) {
      if (error || this.meta.watchMode || missing.size === 0) return;
      this.error(`GraphiQL no longer says: ${[...missing].map((phrase) => JSON.stringify(phrase)).join(", ")}`);
    },
  };
}

function replacePhrase(code: string, phrase: string): string {
  const text = phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const call = `say(${JSON.stringify(phrase)})`;
  return code
    .replace(new RegExp(`(["'])${text}\\1(:?)`, "g"), (_, _quote, colon) => (colon ? `[${call}]:` : call))
    .replace(new RegExp("(?<=[`}])" + text + "(?=`|\\$\\{)", "g"), "${" + call + "}");
}
