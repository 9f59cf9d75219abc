import { defineConfig } from "vite";
import { graphiqlPhrases } from "./vite/graphiql-phrases.ts";

export default defineConfig({
  base: "/graphiql/",
  plugins: [graphiqlPhrases()],
  // The examples are at the project's root, outside this folder.
  server: { fs: { allow: ["../.."] } },
  build: {
    outDir: "dist",
    // dist keeps one committed file, which lets the Go program compile before any build; ui.mk clears the rest.
    emptyOutDir: false,
    target: "es2022",
    // Images and fonts stay files: the pages' content security policy then needs no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor is one large library, loaded once and cached for ever: splitting it further gains nothing.
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      onwarn(warning, warn) {
        // Libraries mark modules "use client" for server rendering, which nothing here does.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
