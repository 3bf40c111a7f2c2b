// Every file directly in app/islands is an entry: adding an island means adding a file.
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { defineConfig } from "vite";
import { inChinese } from "./app/islands/designer/form/words.js";

const islands = resolve(import.meta.dirname, "app/islands");
const entries = readdirSync(islands).filter((name) => name.endsWith(".js"));

// The form editor has no hook for another language, nor has every button of the panel: words are put in while bundling.
const chineseEditors = {
  name: "chinese-editors",
  enforce: "pre",
  transform: (code, id) => (/(form-js-(editor|viewer)|@bpmn-io\/properties-panel)\/dist\/index\.esm?\.js/.test(id) ? { code: inChinese(code), map: null } : null),
};

export default defineConfig({
  plugins: [chineseEditors],
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, "app/static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 2048,
    rollupOptions: {
      input: Object.fromEntries(entries.map((name) => [basename(name, ".js"), resolve(islands, name)])),
    },
  },
});
