/** What the README and docs/ say exists, and what exists is said: variables, commands, scripts, files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { declarations } from "../commands/index.ts";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string) => readFileSync(resolve(ROOT, path), "utf8");
const docs = readdirSync(resolve(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", ...docs.map((name) => `docs/${name}`)];
const readme = read("README.md");
const packageJson: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
const variables = [...read("src/env.ts").matchAll(/^ {4}([A-Z][A-Z0-9_]+): /gm)].map(([, name = ""]) => name);
/** Settings of others that our pages speak of. */
const OTHERS = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "OLLAMA_CONTEXT_LENGTH"];

describe("the README", () => {
  test("names every variable that the Worker reads", () => {
    expect(variables.length).toBeGreaterThan(20);
    expect(variables.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test("names every command and every menu", () => {
    const missing = declarations.filter(({ type, name }) => !readme.includes(type === 1 ? `\`/${name}` : name));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test("names every npm script", () => {
    const named = scriptsIn(readme);
    // npm runs `predev` before `dev` by itself; nobody types it.
    const typed = Object.keys(packageJson.scripts).filter((name) => !(name.startsWith("pre") && name.slice(3) in packageJson.scripts));
    expect(typed.filter((name) => !named.includes(name))).toEqual([]);
  });

  test("runs with one line and tests with one line, each by itself", () => {
    expect(readme).toMatch(/^npm ci && npm run dev$/m);
    expect(readme).toMatch(/^npm ci && npm test$/m);
  });

  test("leads to every page of docs/", () => {
    expect(docs.filter((name) => !readme.includes(`(docs/${name})`))).toEqual([]);
  });
});

describe.each(pages)("%s", (path) => {
  const page = read(path);

  test("names no variable that nothing reads", () => {
    const cells = [...page.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g)].map(([, name = ""]) => name);
    const lines = [...page.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(([, name = ""]) => name);
    // Constants of our own files are spoken of in the pages for developers.
    const known = ["ARCHITECTURE.md", "CONTRIBUTING.md"].includes(path) ? cells : [...variables, ...OTHERS];
    expect([...cells, ...lines].filter((name) => !known.includes(name))).toEqual([]);
  });

  test("names no npm script that is not there", () => {
    expect(scriptsIn(page).filter((name) => !(name in packageJson.scripts))).toEqual([]);
  });

  test("links only to files that are there", () => {
    const links = [...page.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(resolve(ROOT, dirname(path), target)))).toEqual([]);
  });
});

function scriptsIn(page: string): string[] {
  return [...page.matchAll(/(?:`|^|&& )npm (?:run )?([a-z][a-z0-9:-]*)/gm)].map(([, name = ""]) => name).filter((name) => !["ci", "install"].includes(name));
}
