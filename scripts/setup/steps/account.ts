/** Step: a login at Cloudflare, and which of its accounts. */

import { join } from "node:path";
import type { Context } from "../context.ts";
import { readText } from "../files.ts";
import { jsonIn } from "../json-in.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";
import { readKey } from "../toml.ts";

interface Account {
  id: string;
  name: string;
}

const HOW =
  "run `npx wrangler login` once, or set CLOUDFLARE_API_TOKEN (dash.cloudflare.com/profile/api-tokens, template “Edit Cloudflare Workers”, plus D1: Edit)";

export const account: Step = {
  id: "account",
  title: "Cloudflare account",
  async run(context) {
    const accounts = (await whoAmI(context)) ?? (await logIn(context));
    const chosen = await choose(context, accounts);
    context.state.remember({ accountId: chosen.id });
    return chosen.name;
  },
};

/** Undefined where nobody is logged in. */
async function whoAmI({ wrangler, options }: Context): Promise<Account[] | undefined> {
  const { code, stdout, output } = await wrangler.read(["whoami", "--json"]);
  const found = parse(stdout);
  // Nobody being logged in is an answer; no answer is a failure: no network, or a token that Cloudflare does not know.
  if (found === undefined && code !== 0 && !options.dryRun) throw wrangler.explain(["whoami"], output);
  // Wranglers before --json answer in words, and to nobody with code 0 as well.
  if (found === undefined) return code === 0 && !/not (authenticated|logged in)/i.test(stdout) ? [] : undefined;
  if (found.loggedIn !== true) return undefined;
  const accounts = Array.isArray(found.accounts) ? found.accounts : [];
  return accounts.flatMap((one: unknown) =>
    typeof one === "object" && one !== null && "id" in one && typeof one.id === "string"
      ? [{ id: one.id, name: "name" in one ? String(one.name) : one.id }]
      : [],
  );
}

async function logIn(context: Context): Promise<Account[]> {
  const { ask, wrangler, out, options } = context;
  if (options.dryRun) {
    out.line("You are not logged in to Cloudflare. Would run: wrangler login");
    return [];
  }
  if (!ask.interactive) throw new Problem(`You are not logged in to Cloudflare: ${HOW}.`);
  if (!(await ask.confirm({ message: "You are not logged in to Cloudflare. Open the browser to log in?", initial: true }))) {
    throw new Problem(`Without a login nothing can be deployed: ${HOW}, then run this again.`);
  }
  await wrangler.handOver(["login"]);
  const accounts = await whoAmI(context);
  if (accounts === undefined) throw new Problem(`The login did not work. ${HOW[0]?.toUpperCase()}${HOW.slice(1)}, then run this again.`);
  return accounts;
}

async function choose({ root, ask, state }: Context, accounts: readonly Account[]): Promise<Account> {
  const wanted = readKey(readText(join(root, "wrangler.toml")), "", "account_id") ?? (process.env.CLOUDFLARE_ACCOUNT_ID || state.answers.accountId);
  const known = accounts.find(({ id }) => id === wanted);
  if (known !== undefined) return known;
  // Not everybody who may deploy may list accounts; wrangler finds the one there is by itself.
  if (accounts.length === 0) return { id: wanted ?? "", name: wanted || "the account of the login" };
  if (wanted && wanted !== state.answers.accountId)
    throw new Problem(`The login has no account ${wanted}. Correct CLOUDFLARE_ACCOUNT_ID (or account_id in wrangler.toml), or log in with another one.`);
  const [first] = accounts;
  if (first !== undefined && accounts.length === 1) return first;
  const id = await ask.choose({
    message: "Which Cloudflare account?",
    otherwise: "set CLOUDFLARE_ACCOUNT_ID, because the login has several",
    options: accounts.map((one) => ({ value: one.id, label: one.name, hint: one.id })),
  });
  return { id, name: accounts.find((one) => one.id === id)?.name ?? id };
}

function parse(text: string): Record<string, unknown> | undefined {
  const value = jsonIn(text);
  return typeof value === "object" && value !== null ? { ...value } : undefined;
}
