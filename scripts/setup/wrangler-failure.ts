/** What wrangler says when it fails, as a sentence that says what to do. Called by wrangler.ts. */
import { Problem } from "./problem.ts";

const KNOWN: readonly [RegExp, string][] = [
  [
    /workers\.dev subdomain/i,
    "Your Cloudflare account has no workers.dev address yet. Open https://dash.cloudflare.com/?to=/:account/workers once to choose one, then run this again.",
  ],
  [
    /not authenticated|not logged in|CLOUDFLARE_API_TOKEN environment variable|no credentials|auth(entication)? (token|error).{0,40}(expired|invalid)|Invalid API Token|\[code: (9109|1000[01])\]/i,
    "Cloudflare does not accept the login. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN to a token with the permissions of the template “Edit Cloudflare Workers” and D1: Edit, then run this again.",
  ],
  [
    /more than one account/i,
    "The login has several Cloudflare accounts. Set CLOUDFLARE_ACCOUNT_ID to the one to use (it is in the address of the dashboard), then run this again.",
  ],
  [
    /maximum number of databases|database limit|\[code: 7406\]/i,
    "The Cloudflare account has no room for another D1 database. Delete one that is not needed (`npx wrangler d1 list`), then run this again.",
  ],
  [/Couldn't find a D1 DB|Couldn't find an auto-provisioned D1/i, "The D1 database is not there. Run `npm run setup`, which creates it."],
  [
    /already in use|\[code: 10053\]/i,
    "A setting exists twice: as a secret of the Worker and under [vars] in wrangler.toml. Take it out of wrangler.toml, or delete the secret with `npx wrangler secret delete NAME`, then run this again.",
  ],
  [/Unable to resolve|ENOTFOUND|ECONNREFUSED|ECONNRESET|fetch failed|network/i, "Cloudflare could not be reached. Check the network, then run this again."],
  [/could not be started/i, "wrangler could not be started. Run `npm ci` to install it, then run this again."],
];

/** The first line names the command, the second says what to do; wrangler's own last words follow, for what is not known here. */
export function explainWrangler(args: readonly string[], output: string): Problem {
  const what = args.length === 0 ? "wrangler" : `\`wrangler ${args.slice(0, 3).join(" ")}\``;
  const known = KNOWN.find(([pattern]) => pattern.test(output))?.[1];
  const words = lastWords(output);
  const advice = known ?? "Read what it says, mend that, then run this again.";
  return new Problem(`${what} failed. ${advice}${words === "" ? "" : `\nIt said:\n${words}`}`);
}

function lastWords(output: string): string {
  const lines = output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "" && !/wrangler.*(report|issue)|🪵|Logs were written/i.test(line));
  return lines
    .slice(-8)
    .map((line) => `  ${line}`)
    .join("\n");
}
