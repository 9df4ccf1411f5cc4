/** What an MCP server lists, made fit to be kept and offered: names that are safe and stay, texts cut, schemas bounded, risks. Pure; used by client.ts and store.ts. */
import type { Risk } from "../tool.ts";
import { findParamHeaders, type ParamHeader } from "./param-headers.ts";
import { readSchema } from "./schema.ts";
import { asObject, type Era } from "./session.ts";

/** Tools of one server. */
export const MOST_TOOLS = 128;
/** Together, JSON characters: all servers' lists are read before each answer. */
const LONGEST_LISTING = 96_000;
const LONGEST_DESCRIPTION = 600;
const LONGEST_TITLE = 60;
const LONGEST_REMOTE_NAME = 128;
/** Of a name within its server; with the server's own before it, it stays below the 64 that models take. */
const LONGEST_LOCAL = 35;
/** Of those that were left out. */
const NAMED = 20;

export interface RemoteTool {
  /** As the server calls it. */
  remote: string;
  /** As it is called here, within its server; kept as long as the server has it. */
  local: string;
  /** For people. */
  title: string;
  description: string;
  schema: Record<string, unknown>;
  risk: Risk;
  /** Done twice it is done once. */
  idempotent: boolean;
  headers: ParamHeader[];
  /** It is only to be had as a task (tasks.ts). */
  asTask: boolean;
}

/** Why a tool is left out. */
export type Dropped = { name: string; why: "name" | "schema" | "headers" | "long" | "many" };

export interface Listing {
  era: Era | null;
  tools: RemoteTool[];
  dropped: Dropped[];
}

export const NO_LISTING: Listing = { era: null, tools: [], dropped: [] };

const ORDER: readonly Risk[] = ["read", "write", "sensitive"];

/**
 * `before`: the listing that this one takes the place of. `reviewed`: a manager asked for it and sees it. Where nobody did, a tool never becomes less risky
 * than it was, and a new one asks first: what a server says of its own tools is a hint, not a promise.
 */
export function readListing(raw: readonly unknown[], era: Era, before: Listing, reviewed: boolean): Listing {
  const dropped: Dropped[] = [];
  const tools: RemoteTool[] = [];
  const known = new Map(before.tools.map((tool) => [tool.remote, tool]));
  const taken = new Set(before.tools.map(({ local }) => local));
  const seen = new Set<string>();
  let length = 0;
  for (const each of raw) {
    const { name, inputSchema } = asObject(each);
    if (typeof name === "string" && seen.has(name)) continue;
    const drop = (why: Dropped["why"]) => dropped.push({ name: clean(typeof name === "string" ? name : "?", LONGEST_TITLE), why });
    if (typeof name !== "string" || name === "" || name.length > LONGEST_REMOTE_NAME || !name.isWellFormed()) {
      drop("name");
      continue;
    }
    seen.add(name);
    const schema = readSchema(inputSchema);
    const headers = findParamHeaders(inputSchema);
    if (schema === null || headers === null) {
      drop(schema === null ? "schema" : "headers");
      continue;
    }
    const old = known.get(name);
    const local = old?.local ?? freeName(name, taken);
    const asTask = era === "legacy" && asObject(asObject(each)["execution"])["taskSupport"] === "required";
    const tool: RemoteTool = { remote: name, local, schema, headers, asTask, ...about(asObject(each)) };
    if (!reviewed) tool.risk = riskier(tool.risk, old?.risk ?? "sensitive");
    length += JSON.stringify(tool).length;
    if (tools.length >= MOST_TOOLS || length > LONGEST_LISTING) drop(tools.length >= MOST_TOOLS ? "many" : "long");
    else {
      taken.add(local);
      tools.push(tool);
    }
  }
  return { era, tools, dropped: dropped.slice(0, NAMED) };
}

function about(raw: Readonly<Record<string, unknown>>): Pick<RemoteTool, "title" | "description" | "risk" | "idempotent"> {
  const { readOnlyHint, destructiveHint, idempotentHint, title: hinted } = asObject(raw["annotations"]);
  const title = [raw["title"], hinted, raw["name"]].find((text) => typeof text === "string" && text.trim() !== "");
  const description = typeof raw["description"] === "string" ? raw["description"] : "";
  return {
    title: clean(String(title), LONGEST_TITLE),
    description: clean(description, LONGEST_DESCRIPTION),
    risk: readOnlyHint === true ? "read" : destructiveHint === false ? "write" : "sensitive",
    idempotent: idempotentHint === true || readOnlyHint === true,
  };
}

const riskier = (a: Risk, b: Risk): Risk => ORDER[Math.max(ORDER.indexOf(a), ORDER.indexOf(b))] ?? "sensitive";

const clean = (text: string, length: number): string => text.toWellFormed().replaceAll(/\s+/g, " ").trim().slice(0, length).toWellFormed();

/** a-z, 0-9 and _; the second of a kind has a number. */
function freeName(remote: string, taken: ReadonlySet<string>): string {
  const safe = safeName(remote).slice(0, LONGEST_LOCAL) || "tool";
  if (!taken.has(safe)) return safe;
  for (let number = 2; ; number++) {
    const numbered = `${safe.slice(0, LONGEST_LOCAL - 4)}_${number}`;
    if (!taken.has(numbered)) return numbered;
  }
}

export const safeName = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
