/** Step: the few decisions: plan, message content, and a name other than the usual one. */
import { join } from "node:path";
import type { Context } from "../context.ts";
import { readText, writeText } from "../files.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";
import { withKey } from "../toml.ts";

/** Outgoing requests per event: 50 on the free plan, 10,000 on the paid one. Source: Cloudflare, Workers limits. */
const BUDGET = { free: "45", paid: "1000" } as const;

/** What the Worker is told of the plan, unless somebody chose a number. */
export function subrequestBudget({ settings, state }: Context): string {
  return settings.get("SUBREQUEST_BUDGET") || BUDGET[state.answers.plan ?? "free"];
}

export const decisions: Step = {
  id: "options",
  title: "Options",
  async run(context) {
    const { options, state, ask } = context;
    if (options.name !== undefined) await rename(context, options.name);
    const plan = options.plan ?? state.answers.plan ?? (ask.interactive ? await askPlan(context) : "free");
    const intent = options.intent ?? state.answers.intent ?? (ask.interactive ? await askIntent(context) : "no");
    state.remember({ plan, intent });
    return `Worker “${context.workerName()}”, ${plan} plan, message content ${intent === "yes" ? "on" : "as it is"}`;
  },
};

const askPlan = ({ ask }: Context) =>
  ask.choose({
    message: "Which plan of Cloudflare Workers do you have?",
    otherwise: "use --plan free or --plan paid",
    initial: "free",
    options: [
      { value: "free", label: "Free", hint: "works; long answers are updated less often while they grow" },
      { value: "paid", label: "Paid (5 USD a month)", hint: "more requests per answer" },
    ],
  });

async function askIntent({ ask }: Context): Promise<"yes" | "no"> {
  const yes = await ask.confirm({
    message:
      "May the bot read what others write in a channel when it is asked there (Message Content Intent)? Without it such messages reach it empty, and it says so.",
    initial: false,
  });
  return yes ? "yes" : "no";
}

/** The only reason to touch wrangler.toml: a second bot beside the first. */
async function rename(context: Context, name: string): Promise<void> {
  if (!/^[a-z0-9]([a-z0-9-]{0,52}[a-z0-9])?$/.test(name)) throw new Problem("--name takes small letters, digits and dashes, at most 54.");
  const file = join(context.root, "wrangler.toml");
  const before = readText(file);
  const after = withKey(withKey(before, "", "name", name), "[d1_databases]", "database_name", name);
  if (after !== before) await context.change(`change in wrangler.toml: name and database_name to "${name}"`, async () => writeText(file, after));
}
