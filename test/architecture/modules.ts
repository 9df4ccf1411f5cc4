/** Source text -> the facts the architecture rules speak about. Used by test/architecture.node.test.ts and the rules' own tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vitest/node";

export interface Import {
  /** As written: `./x.ts`, `zod`, `cloudflare:workers`. */
  from: string;
  /** Gone after compilation. `import { type A }` is not: verbatimModuleSyntax keeps the import for its side effects. */
  typeOnly: boolean;
  names: string[];
}

export interface Module {
  /** From the project's root, with forward slashes. */
  path: string;
  lines: number;
  firstLine: string;
  imports: Import[];
  /** `new Date()` and `Date()` without a moment: a clock by the back door. */
  readsClock: boolean;
}

/** The few fields of the syntax tree that are looked at. */
interface Node {
  type: string;
  importKind?: string;
  exportKind?: string;
  source?: Node | null;
  value?: unknown;
  specifiers?: Node[];
  imported?: Node;
  local?: Node;
  name?: string;
  qualifier?: Node | null;
  callee?: Node;
  arguments?: Node[];
}

export function readModule(path: string, source: string): Module {
  const imports: Import[] = [];
  let readsClock = false;
  walk(parseAst(source, { lang: "ts" }), (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    if ((node.type === "NewExpression" || node.type === "CallExpression") && node.callee?.name === "Date" && node.arguments?.length === 0) readsClock = true;
  });
  return { path, lines: source.trimEnd().split("\n").length, firstLine: source.slice(0, source.indexOf("\n")), imports, readsClock };
}

function importOf(node: Node): Import | undefined {
  const from = node.source?.value;
  if (typeof from !== "string") return undefined;
  const names = (node.specifiers ?? []).map((specifier) =>
    specifier.type === "ImportNamespaceSpecifier" ? "*" : (nameOf(specifier.imported ?? specifier.local) ?? "*"),
  );
  switch (node.type) {
    case "ImportDeclaration":
      return { from, typeOnly: node.importKind === "type", names };
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return { from, typeOnly: node.exportKind === "type", names };
    case "ImportExpression":
      return { from, typeOnly: false, names: ["*"] };
    case "TSImportType":
      return { from, typeOnly: true, names: [nameOf(node.qualifier) ?? "*"] };
    default:
      return undefined;
  }
}

function nameOf(node: Node | null | undefined): string | undefined {
  return node?.name ?? (typeof node?.value === "string" ? node.value : undefined);
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const child of Object.values(value)) walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Every TypeScript file below the folders, in a stable order. */
export function readModules(root: string, folders: readonly string[]): Module[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
  const sources = files.filter((file) => file.endsWith(".ts") && !file.includes("node_modules/")).sort();
  return sources.map((path) => readModule(path, readFileSync(join(root, path), "utf8")));
}
