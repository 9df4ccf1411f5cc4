/** Modules -> violations of the rules (rules.ts), each a sentence. Pure, so that made-up modules show that a violation is seen. */
import { posix } from "node:path";
import type { Import, Module } from "./modules.ts";
import { type Allowed, COMPATIBILITY, GENERATED, LONGEST_ENTRY, LONGEST_FILE, PACKAGES, RAW_ENV, REAL_WORLD, STAND_INS, TABLE } from "./rules.ts";

/** The dependency table, for the Worker's modules (src/ and commands/). */
export function checkTable(modules: readonly Module[]): string[] {
  return modules.filter(isWorker).flatMap((module) => {
    const area = areaOf(module.path);
    const allowed = TABLE[area];
    if (allowed === undefined) return [`${module.path}: "${area}" is not in the dependency table`];
    return localImports(module)
      .filter(({ target, typeOnly }) => areaOf(target) !== area && !mayImport(allowed, target, typeOnly))
      .map(({ target, typeOnly }) => `${module.path} imports ${typeOnly ? "types of " : ""}${target}, which ${area} may not`);
  });
}

/** Packages only where they belong, and none that nobody decided on. */
export function checkPackages(modules: readonly Module[]): string[] {
  return modules.filter(isWorker).flatMap((module) =>
    module.imports
      .filter(({ from }) => !from.startsWith("."))
      .flatMap(({ from }) => {
        const name = packageOf(from);
        const places = PACKAGES[name];
        if (places === undefined) return [`${module.path} imports ${name}, which the Worker may not use`];
        return places.some((place) => isIn(module.path, place)) ? [] : [`${module.path} imports ${name}, which belongs in ${places.join(", ")}`];
      }),
  );
}

/** The stand-ins for Discord and the model share no code with what they test: a misreading would be on both sides and show nowhere. */
export function checkStandIns(modules: readonly Module[]): string[] {
  return modules
    .filter(({ path }) => STAND_INS.some((place) => isIn(path, place)))
    .flatMap((module) => localImports(module).map(({ target, typeOnly }) => ({ path: module.path, target, typeOnly })))
    .filter(({ target, typeOnly }) => isWorker({ path: target }) && !typeOnly)
    .map(({ path, target }) => `${path} imports ${target}, which it stands in against`);
}

export function checkRawEnv(modules: readonly Module[]): string[] {
  return modules
    .filter((module) => isWorker(module) && !RAW_ENV.some((place) => isIn(module.path, place)))
    .filter((module) => localImports(module).some(({ target, names }) => target === "src/env.ts" && (names.includes("Env") || names.includes("*"))))
    .map(({ path }) => `${path} sees the raw Env`);
}

/** The rest of this rule (`Date.now`, `Math.random`, `fetch`, `console`) is Biome's; it has no word for an empty `new Date()`. */
export function checkClock(modules: readonly Module[]): string[] {
  return modules
    .filter((module) => isWorker(module) && module.readsClock && !REAL_WORLD.some((place) => isIn(module.path, place)))
    .map(({ path }) => `${path} reads the time by itself`);
}

export function checkSize(modules: readonly Module[]): string[] {
  return modules
    .filter(({ path }) => !GENERATED.some((name) => path.endsWith(name)))
    .map(({ path, lines }) => ({ path, lines, limit: path === "src/index.ts" ? LONGEST_ENTRY : LONGEST_FILE }))
    .filter(({ lines, limit }) => lines > limit)
    .map(({ path, lines, limit }) => `${path} has ${lines} lines, more than ${limit}`);
}

/** What a file is and who calls it stands in its first line; names say what is inside. */
export function checkIntroduction(modules: readonly Module[]): string[] {
  return modules.flatMap(({ path, firstLine }) => [
    ...(/^\/[/*]/.test(firstLine) ? [] : [`${path} does not begin with what it is`]),
    ...(/(^|[/-])(utils?|helpers?|misc|common|manager|service)[.-]/.test(path) ? [`${path} has a name that says nothing`] : []),
  ]);
}

/** Groups of modules that need each other at run time. Types may go in circles: they are erased. */
export function findCycles(modules: readonly Module[]): string[] {
  const edges = new Map(modules.map((module) => [module.path, localImports(module).flatMap(({ target, typeOnly }) => (typeOnly ? [] : [target]))]));
  const reaches = (from: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(edges.get(from) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(edges.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map(modules.map(({ path }) => [path, reaches(path)]));
  const groups = [...edges.keys()]
    .filter((path) => reached.get(path)?.has(path))
    .map((path) =>
      [...(reached.get(path) ?? [])]
        .filter((other) => reached.get(other)?.has(path))
        .sort()
        .join(" <-> "),
    );
  return [...new Set(groups)];
}

export function checkCompatibilityDate(wranglerToml: string): string[] {
  const date = /^compatibility_date\s*=\s*"([^"]*)"/m.exec(wranglerToml)?.[1] ?? "missing";
  return date >= COMPATIBILITY.from && date <= COMPATIBILITY.to ? [] : [`compatibility_date is ${date}, not from ${COMPATIBILITY.from} to ${COMPATIBILITY.to}`];
}

function isWorker({ path }: { path: string }): boolean {
  return path.startsWith("src/") || path.startsWith("commands/");
}

/** `src/edge/route.ts` -> `edge`, `src/env.ts` -> `env.ts`, `commands/ask.ts` -> `../commands`: the keys of the table. */
function areaOf(path: string): string {
  const [top = "", second = ""] = path.split("/");
  return top === "src" ? second : `../${top}`;
}

function localImports(module: Module): (Import & { target: string })[] {
  return module.imports.filter(({ from }) => from.startsWith(".")).map((found) => ({ ...found, target: posix.join(posix.dirname(module.path), found.from) }));
}

function mayImport({ values, types = [] }: Allowed, target: string, typeOnly: boolean): boolean {
  return listed(values, target) || (typeOnly && listed(types, target));
}

/** Entries with `!` forbid within their own list only. */
function listed(entries: readonly string[], target: string): boolean {
  const place = (entry: string) => (entry === "." ? "src" : posix.join("src", entry));
  const matches = (entry: string) => {
    const full = place(entry);
    return target === full || target.startsWith(`${full}/`) || (full.split("/").length > 2 && [".", "-"].some((end) => target.startsWith(full + end)));
  };
  return entries.some((entry) => !entry.startsWith("!") && matches(entry)) && !entries.some((entry) => entry.startsWith("!") && matches(entry.slice(1)));
}

/** `drizzle-orm/d1` -> `drizzle-orm`, `@scope/name/x` -> `@scope/name`. */
function packageOf(from: string): string {
  return from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");
}

/** `src/net/` is a folder, `src/app.ts` a file, `*` in between one folder. */
function isIn(path: string, place: string): boolean {
  if (place.endsWith("/")) return path.startsWith(place);
  const parts = place.split("/");
  const own = path.split("/");
  return parts.length === own.length && parts.every((part, at) => part === "*" || part === own[at]);
}
