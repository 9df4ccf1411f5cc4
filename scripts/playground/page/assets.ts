/** The page's files: browser code bundled from `browser/` once per start, HTML and CSS. Called by `page.ts`; the size is checked in its test. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";

export interface Assets {
  html: string;
  script: string;
  style: string;
}

const BROWSER = resolve(import.meta.dirname, "browser");

export async function buildAssets(): Promise<Assets> {
  const [html, bundle] = await Promise.all([
    readFile(resolve(BROWSER, "index.html"), "utf8"),
    build({
      entryPoints: { app: resolve(BROWSER, "main.ts"), style: resolve(BROWSER, "style/index.css") },
      bundle: true,
      format: "esm",
      minify: true,
      target: ["chrome120", "firefox121", "safari17"],
      charset: "utf8",
      outdir: "/",
      write: false,
      logLevel: "silent",
    }),
  ]);
  const text = (name: string) => bundle.outputFiles.find((file) => file.path.endsWith(name))?.text ?? "";
  return { html, script: text("app.js"), style: text("style.css") };
}
