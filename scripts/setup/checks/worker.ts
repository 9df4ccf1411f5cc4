/** The deployed Worker, seen from outside: does it answer, in which version, with which tables, for whom, and is its door shut to the unsigned. */
import { contents } from "../files.ts";
import { knock } from "../worker-health.ts";
import { type Facts, type Finding, finder } from "./finding.ts";

const DOWN = "the Worker does not answer";
const UPLOAD = "Run `npm run setup -- --force`, which uploads the settings again.";

const SHALLOW = "the Worker does not tell; its version may be older";

const healthOf = ({ seen }: Facts) => (seen?.kind === "health" ? seen.health : undefined);

const missing = (facts: Facts) => (healthOf(facts) === undefined ? DOWN : SHALLOW);

export function checkWorker({ url, seen }: Facts): Finding {
  const find = finder("worker", "Worker");
  if (url === "" || seen === undefined)
    return find.fail("nobody here knows its address", "Run `npm run setup`, or name it: `npm run doctor -- --url https://...`.");
  if (seen.kind === "health") return find.ok(url);
  if (seen.kind === "unconfigured") return find.fail(`settings are missing or wrong: ${seen.problems.join("; ")}`, UPLOAD);
  if (seen.kind === "unreachable")
    return find.fail(
      `${url} does not answer (${seen.why})`,
      "Run `npm run deploy`; if it was just deployed, wait some minutes. `npx wrangler tail` shows what it writes.",
    );
  return find.fail(`something else answers at ${url} (${seen.what})`, "Check PUBLIC_URL and the routes in wrangler.toml, then run `npm run deploy`.");
}

export function checkVersion(facts: Facts): Finding {
  const find = finder("version", "Version");
  const health = healthOf(facts);
  if (health === undefined) return find.skip(DOWN);
  const { version } = facts.context;
  if (health.version === undefined) return find.skip(SHALLOW);
  return health.version === version ? find.ok(version) : find.fail(`${health.version} is deployed, ${version} is here`, "Run `npm run deploy`.");
}

export function checkMigrations(facts: Facts): Finding {
  const find = finder("migrations", "Database tables");
  const health = healthOf(facts);
  if (health === undefined) return find.skip(DOWN);
  if (health.database === "unreachable")
    return find.fail(
      "the Worker can't reach its database",
      "Check the binding DB in wrangler.toml and that the database exists (`npx wrangler d1 list`), then run `npm run deploy`.",
    );
  if (health.migration === undefined) return find.skip(SHALLOW);
  const newest = contents(facts.context.root, ["migrations"])
    .map(([path]) => path.slice(path.lastIndexOf("/") + 1))
    .filter((name) => name.endsWith(".sql"))
    .at(-1);
  const expected = health.migration.expected ?? newest;
  const applied = health.migration.applied;
  if (applied === null) return find.fail("the database has no tables", "Run `npm run deploy`.");
  return applied === expected ? find.ok(applied) : find.fail(`${applied} is applied, ${expected} is needed`, "Run `npm run deploy`.");
}

export function checkObject(facts: Facts): Finding {
  const find = finder("object", "Object to database");
  const deep = healthOf(facts)?.deep;
  if (deep === undefined) return find.skip(missing(facts));
  if (deep.object === "ok") return find.ok(`${deep.objectMs} ms`);
  return find.fail(
    "a Durable Object could not reach the database",
    "Check the quotas of your plan in Cloudflare's dashboard (Durable Objects, D1), then run `npm run deploy`.",
  );
}

/** The Worker's own keys may differ from those here. */
export function checkWorkerKeys(facts: Facts): Finding {
  const find = finder("worker-keys", "Worker's keys");
  const deep = healthOf(facts)?.deep;
  const { application } = facts;
  if (deep === undefined) return find.skip(missing(facts));
  if (application === undefined) return find.skip("Discord could not tell");
  if (deep.applicationId !== application.id)
    return find.fail(`the Worker is application ${deep.applicationId}, the token belongs to ${application.id}`, UPLOAD);
  if (deep.publicKey.toLowerCase() !== application.publicKey.toLowerCase()) {
    return find.fail("the Worker's DISCORD_PUBLIC_KEY is not this application's, so it refuses everything that Discord sends", UPLOAD);
  }
  return find.ok("id and public key are this application's");
}

export function checkWorkerToken(facts: Facts): Finding {
  const find = finder("worker-token", "Worker's token");
  const discord = healthOf(facts)?.deep?.discord;
  if (discord === undefined) return find.skip(missing(facts));
  if (discord === "refused") return find.fail("Discord does not accept the token that the Worker has", UPLOAD);
  if (discord === "stranger") return find.fail("the Worker's token belongs to another application than its id and key", UPLOAD);
  if (discord === "unknown") return find.warn("the Worker could not ask Discord just now", "Run this again in a minute.");
  return find.ok("Discord accepts it");
}

/** We cannot sign, so this is all that can be seen from outside; Discord tries the rest when it is given the address. */
export async function checkDoor(facts: Facts): Promise<Finding> {
  const find = finder("signatures", "Signatures");
  if (healthOf(facts) === undefined) return find.skip(DOWN);
  const { unsigned, forged } = await knock(facts.url);
  if (unsigned === 401 && forged === 401) return find.ok("unsigned and forged requests are refused");
  return find.fail(
    `unsigned requests get ${unsigned || "no answer"}, forged ones ${forged || "no answer"}, and both should get 401`,
    "Run `npm run deploy`, and see that no proxy or rule stands before the Worker.",
  );
}
