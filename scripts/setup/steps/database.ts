/** Step: the D1 database. Found by its name, so wrangler.toml needs no id and survives every `git pull` (wrangler 4.164 looks ids up by `database_name`). */
import { join } from "node:path";
import type { Context } from "../context.ts";
import { readText } from "../files.ts";
import { jsonIn } from "../json-in.ts";
import type { Step } from "../run.ts";
import { readKey } from "../toml.ts";

/**
 * Objects live where their first request arrives, and Discord's requests come from Google Cloud's US east coast; the database belongs beside them.
 * Discord names no region itself: its engineering blog says Google Cloud, and people who measured its latency found the east coast.
 */
const LOCATION = "enam";

const config = (context: Context, key: string) => readKey(readText(join(context.root, "wrangler.toml")), "[d1_databases]", key);

export const database: Step = {
  id: "database",
  title: "Database",
  async run(context) {
    const id = config(context, "database_id");
    if (id !== undefined) {
      context.state.remember({ databaseId: id });
      return { unchanged: `${id}, named in wrangler.toml` };
    }
    const name = config(context, "database_name") ?? "edgewise";
    const found = await find(context, name);
    if (found !== undefined) {
      context.state.remember({ databaseId: found });
      return { unchanged: `${name} is there` };
    }
    const created = await context.wrangler.change(["d1", "create", name, "--location", LOCATION]);
    // Only to know it again: wrangler finds it by its name.
    context.state.remember({ databaseId: (created && (await find(context, name))) ?? name });
    return `${name} created`;
  },
};

async function find({ wrangler, options }: Context, name: string): Promise<string | undefined> {
  const { code, stdout, output } = await wrangler.read(["d1", "list", "--json"]);
  if (code !== 0) {
    // Before the first login nothing can be listed, and a dry run goes on.
    if (options.dryRun) return undefined;
    throw wrangler.explain(["d1", "list"], output);
  }
  const list = jsonIn(stdout);
  if (!Array.isArray(list)) throw wrangler.explain(["d1", "list"], output);
  const row: unknown = list.find((one: unknown) => typeof one === "object" && one !== null && "name" in one && one.name === name);
  return typeof row === "object" && row !== null && "uuid" in row ? String(row.uuid) : undefined;
}
