/** The rules of the house as data: DESIGN's dependency table and who may use which package. A new folder or package begins here. */

export interface Allowed {
  /** Folders (`kernel`), files (`db/client.ts`) or beginnings of file names (`discord/rest`), from src/; `!` takes away again. */
  values: readonly string[];
  /** On top of these: erased by the compiler, so nothing is coupled at run time. */
  types?: readonly string[];
}

/** Domains with their own tables. None knows another; a rule that two share is passed as data by the conversation. */
const ROOMS = ["access", "autonomy", "budget", "memory", "models", "modules", "notify", "persona", "privacy", "schedule", "turns"] as const;

const discord = ["discord", "!discord/rest"];
const room = (name: string): Allowed => ({ values: ["kernel", "db/client.ts", `db/schema/${name}.ts`] });

/** Who may import whom. A folder may always import itself; what is not listed is forbidden. */
export const TABLE: Readonly<Record<string, Allowed>> = {
  kernel: { values: [] },
  locales: { values: [] },
  net: { values: ["kernel"] },
  discord: { values: ["kernel"] },
  llm: { values: ["kernel"] },
  db: { values: ["kernel"] },
  prompts: { values: ["kernel"] },
  // Bytes in, words out.
  senses: { values: ["kernel"] },
  ...Object.fromEntries(ROOMS.map((name) => [name, room(name)])),
  // It goes through everybody's tables, by SQL alone.
  privacy: { values: [...room("privacy").values, "memory/record-id.ts"] },
  turn: { values: ["kernel", "llm/tokens.ts"], types: ["llm", "!llm/openai"] },
  tools: { values: ["kernel", "net", "db/client.ts", "db/schema/tools.ts", "turn/types.ts", ...ROOMS], types: ["turn/tools.ts"] },
  delivery: { values: ["kernel", "locales", "turn/types.ts", ...discord] },
  conversation: {
    values: [
      "kernel",
      "locales",
      "prompts",
      "turn",
      "tools",
      "delivery",
      "net",
      "senses",
      "llm/lora.ts",
      "llm/tokens.ts",
      "db/client.ts",
      ...discord,
      ...ROOMS,
    ],
    types: ["jobs/types.ts", "llm", "!llm/openai"],
  },
  jobs: {
    values: ["kernel", "locales", "conversation", "delivery", "llm/lora.ts", "net/html-text.ts", "senses", "tools", "turn/types.ts", ...discord, ...ROOMS],
    types: ["db/client.ts", "llm", "!llm/openai", "net"],
  },
  cron: { values: ["kernel", "jobs/types.ts", ...ROOMS] },
  commands: { values: ["kernel", "locales", "prompts", "llm/lora.ts", "senses/file-kind.ts", "jobs/types.ts", "tools", "../commands", ...discord, ...ROOMS] },
  edge: { values: ["kernel", "locales", "commands", ...discord, ...ROOMS], types: ["jobs/types.ts"] },
  panel: { values: ["kernel", "locales", "discord/permissions.ts", "jobs/types.ts", ...ROOMS] },
  objects: { values: ["kernel", "jobs", "autonomy", "env.ts", "deps"], types: ["net/gates.ts"] },
  "env.ts": { values: ["kernel"], types: ["objects"] },
  // Composition: they may import everything of src, and the packages' rules still hold.
  deps: { values: [".", "../commands"] },
  "app.ts": { values: ["."] },
  "index.ts": { values: ["."] },
  "text-modules.d.ts": { values: [] },
  "../commands": { values: [] },
};

/** Packages the Worker may use, and where; `*` is one folder. Everything else, `node:` included, is not there at run time or not wanted. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  zod: ["src/"],
  openai: ["src/llm/openai/"],
  "drizzle-orm": ["src/db/", "src/*/store.ts", "src/tools/mcp/store.ts", "src/autonomy/watch-store.ts", "src/memory/", "src/persona/"],
  hono: ["src/edge/", "src/panel/", "src/app.ts"],
  "discord-interactions": ["src/edge/verify.ts", "src/discord/"],
  "eventsource-parser": ["src/tools/mcp/"],
  croner: ["src/schedule/"],
  "cloudflare:workers": ["src/objects/", "src/index.ts"],
};

/** Where the unparsed `Env` may be named; everybody else gets the two or three things they use. */
export const RAW_ENV: readonly string[] = ["src/index.ts", "src/env.ts", "src/deps/", "src/objects/"];

/** Real time and real requests are made here and handed on as ports. */
export const REAL_WORLD: readonly string[] = ["src/kernel/", "src/net/", "src/deps/"];

/** Behave as Discord and as a model server do, from their documentation. */
export const STAND_INS: readonly string[] = ["scripts/playground/discord/", "scripts/playground/model/"];

/** Written by a tool, not by a person. */
export const GENERATED: readonly string[] = ["worker-configuration.d.ts"];

export const LONGEST_FILE = 300;
export const LONGEST_ENTRY = 40;
export const COMPATIBILITY = { from: "2026-10-01", to: "2026-11-09" } as const;
