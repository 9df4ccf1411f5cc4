/** Step: the tables. Before they change, the way back is printed: D1 keeps every moment of the last 7 (free) or 30 days. */
import type { Context } from "../context.ts";
import { contents } from "../files.ts";
import type { Step } from "../run.ts";

export const migrations: Step = {
  id: "migrations",
  title: "Database migrations",
  inputs: ({ state, root }) => [state.answers.accountId, state.answers.databaseId, contents(root, ["migrations"]).filter(([path]) => path.endsWith(".sql"))],
  async run(context, busy) {
    await printWayBack(context);
    busy("applying");
    const ran = await context.wrangler.change(["d1", "migrations", "apply", "DB", "--remote"]);
    if (ran === undefined) return "";
    return /no migrations to apply/i.test(ran.output) ? "nothing new" : "applied";
  },
};

async function printWayBack({ wrangler, out }: Context): Promise<void> {
  const { code, stdout } = await wrangler.read(["d1", "time-travel", "info", "DB", "--json"]);
  const bookmark = code === 0 ? /"bookmark":\s*"([\w-]+)"/.exec(stdout)?.[1] : undefined;
  if (bookmark === undefined) out.line("There is no bookmark of the database's state before this (a new database has none).");
  else out.line(`Should this go wrong, the way back is: npx wrangler d1 time-travel restore DB --bookmark=${bookmark}`);
}
