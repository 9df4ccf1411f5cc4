/**
 * Step: the Worker's settings. All of them are uploaded as secrets, the plain ones too: secrets outlive every deploy and stand in no file of the
 * repository, so that wrangler.toml stays as it is and `git pull` never meets a change of ours. After the deploy, because its address is one of them.
 */
import type { Context } from "../context.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";
import { shown, UPLOADED, UPLOADED_FROM_FILE } from "../settings.ts";
import { addressOf } from "./deploy.ts";
import { subrequestBudget } from "./options.ts";

export const upload: Step = {
  id: "secrets",
  title: "Settings and secrets",
  inputs: (context) => [context.state.answers.accountId, context.workerName(), wanted(context), context.state.answers.uploaded],
  async run(context, busy) {
    const values: Record<string, string | null> = { ...wanted(context) };
    const before = context.state.answers.uploaded ?? [];
    if (values.SECRET_KEY !== undefined && !before.includes("SECRET_KEY") && (await hasSecretKey(context))) {
      delete values.SECRET_KEY;
      context.out.warn(
        "The Worker has a SECRET_KEY from an earlier set-up, and it stays: with a new one nobody's opt-out would be found again. If you know it, put it into .dev.vars.",
      );
    }
    const uploaded = Object.keys(values);
    // What was uploaded once and is set no more would go on counting.
    for (const name of before) if (!(name in values) && name !== "SECRET_KEY") values[name] = null;
    // Before it happens: a run that is killed half-way must know its own SECRET_KEY again.
    if (!context.options.dryRun) context.state.remember({ uploaded: [...new Set([...before, ...uploaded])] });
    busy(`uploading ${uploaded.length}`);
    const ran = await context.wrangler.change(["secret", "bulk"], { input: JSON.stringify(values), shown: JSON.stringify(shown(values)) });
    // It says so without an exit code. Source: wrangler 4.164, `secret bulk`.
    if (ran !== undefined && /No content found|Aborting/i.test(ran.output))
      throw new Problem("wrangler took no secrets. Run `npm ci` for its exact version, then run this again.");
    if (ran !== undefined) context.state.remember({ uploaded });
    return uploaded.join(", ");
  },
};

function wanted(context: Context): Record<string, string> {
  const { settings } = context;
  const vars = settings.vars();
  const given: Record<string, string> = {
    ...Object.fromEntries(UPLOADED.map((name) => [name, settings.get(name)])),
    ...Object.fromEntries(UPLOADED_FROM_FILE.map((name) => [name, settings.source(name) === ".dev.vars" ? settings.get(name) : ""])),
    SUBREQUEST_BUDGET: subrequestBudget(context),
    PUBLIC_URL: addressOf(context),
  };
  // The same name cannot be a secret and stand under [vars]: what stands there counts.
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== "" && vars[name] === undefined));
}

/** Where that cannot be told nothing may be uploaded; a dry run may come before the first login. */
async function hasSecretKey({ wrangler, options }: Context): Promise<boolean> {
  const { code, stdout, output } = await wrangler.read(["secret", "list"]);
  const isThere = !/not found|does not exist|\[code: 10007\]/i.test(output);
  if (code !== 0 && isThere && !options.dryRun) throw wrangler.explain(["secret", "list"], output);
  return code === 0 && /"name":\s*"SECRET_KEY"/.test(stdout);
}
