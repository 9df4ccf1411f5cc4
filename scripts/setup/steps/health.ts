/** Step: wait until the deployed Worker answers, in its new version and with its settings. */
import type { Context } from "../context.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";
import { lookAt, type Seen } from "../worker-health.ts";
import { addressOf } from "./deploy.ts";

const BETWEEN_MS = 1_000;

export const health: Step = {
  id: "health",
  title: "Answering",
  async run(context, busy) {
    const url = addressOf(context);
    if (context.options.dryRun) {
      context.out.line(`Would wait until GET ${url}/health answers with version ${context.version}`);
      return "";
    }
    const end = Date.now() + context.options.waitMs;
    for (;;) {
      const seen = await lookAt(url);
      const trouble = troubleOf(context, url, seen);
      if (trouble === undefined) return url;
      if (Date.now() >= end) throw new Problem(trouble.sentence);
      busy(trouble.short);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  },
};

function troubleOf({ version }: Context, url: string, seen: Seen): { short: string; sentence: string } | undefined {
  if (seen.kind === "unreachable") {
    return {
      short: "new addresses take a few minutes to be known everywhere",
      sentence: `${url} does not answer (${seen.why}). A new workers.dev address can take some minutes: run this again. If the Worker was deleted, run it with --force.`,
    };
  }
  if (seen.kind === "unconfigured") {
    return {
      short: "its settings are on their way",
      sentence: `The Worker at ${url} says: ${seen.problems.join("; ")}. Correct that, then run \`npm run setup -- --force\`.`,
    };
  }
  if (seen.kind === "other") {
    return {
      short: seen.what,
      sentence: `Something else answers at ${url}/health (${seen.what}). Check PUBLIC_URL and the routes in wrangler.toml; if the Worker was deleted, run this with --force.`,
    };
  }
  const { health: found } = seen;
  if (found.version !== undefined && found.version !== version) {
    return {
      short: `still version ${found.version}`,
      sentence: `${url} still runs version ${found.version}, not ${version}. Run \`npm run deploy\`, or wait a minute and run this again.`,
    };
  }
  if (found.database !== undefined && found.database !== "ok") {
    return {
      short: "its database is not ready",
      sentence: `The Worker at ${url} has ${found.database === "empty" ? "a database without tables" : "no way to its database"}. Run \`npm run setup -- --force\`.`,
    };
  }
  return undefined;
}
