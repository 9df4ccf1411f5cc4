/** Step: the Worker itself, and the address at which it answers. */
import type { Context } from "../context.ts";
import { contents } from "../files.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";

/** What the uploaded bundle is made of. */
const SOURCES = ["src", "commands", "wrangler.toml", "package-lock.json"];

export const deploy: Step = {
  id: "deploy",
  title: "Worker",
  inputs: ({ state, root, workerName }) => [state.answers.accountId, workerName(), contents(root, SOURCES)],
  async run(context, busy) {
    busy("uploading");
    const ran = await upload(context);
    const url = urlOf(context, ran?.output ?? "");
    if (url === undefined && ran !== undefined) {
      throw new Problem(
        "The Worker was deployed, but at no address. Set workers_dev = true in wrangler.toml, or PUBLIC_URL to the address of your route, then run this again.",
      );
    }
    if (url !== undefined) context.state.remember({ url });
    return url ?? "";
  },
};

/** A new account has no workers.dev address yet, and wrangler asks for one only where it has the terminal. */
async function upload({ wrangler, ask, out }: Context) {
  try {
    return await wrangler.change(["deploy"]);
  } catch (error) {
    if (!ask.interactive || !(error instanceof Problem) || !/workers\.dev address/.test(error.message)) throw error;
    out.line("Your account needs an address for its Workers first; wrangler asks for it now.");
    if ((await wrangler.handOver(["deploy"])) !== 0) throw error;
    return await wrangler.change(["deploy"]);
  }
}

/** PUBLIC_URL is the deployer's word; else what wrangler lists below "Deployed ... triggers": a custom domain comes without its protocol. */
export function urlOf({ settings }: Pick<Context, "settings">, output: string): string | undefined {
  const named = settings.get("PUBLIC_URL").replace(/\/+$/, "");
  if (named !== "") return named;
  const listed = output.slice(Math.max(0, output.search(/Deployed .* triggers/)));
  // Its warnings link to Cloudflare's documentation.
  const all = (listed.match(/https?:\/\/[^\s*]+(?=\s|$)/g) ?? []).filter((url) => !/^https:\/\/([\w-]+\.)*cloudflare\.com\b/.test(url));
  const full = all.find((url) => /\.workers\.dev\/?$/.test(url)) ?? all[0];
  const domain = /^\s+([\w-]+(?:\.[\w-]+)+) \(custom domain\)/m.exec(listed)?.[1];
  return domain !== undefined ? `https://${domain}` : full?.replace(/\/+$/, "");
}

/** Where the Worker is, or will be. */
export function addressOf({ settings, state, workerName }: Pick<Context, "settings" | "state" | "workerName">): string {
  return settings.get("PUBLIC_URL").replace(/\/+$/, "") || state.answers.url || `https://${workerName()}.YOUR-SUBDOMAIN.workers.dev`;
}
