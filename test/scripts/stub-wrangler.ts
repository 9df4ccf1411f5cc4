/** Plays wrangler in the tests of the scripts: a Cloudflare account in a JSON file, every call written down. Started by `stage.ts` as `wrangler` in PATH. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stdin } from "node:process";

export interface Cloud {
  /** Answers of the real one, by the beginning of the command: that command fails with this text. */
  failures: Record<string, string>;
  loggedIn: boolean;
  accounts: { id: string; name: string }[];
  databases: { uuid: string; name: string; location: string }[];
  /** Names of applied files. */
  migrations: string[];
  /** The Worker, once deployed. */
  worker: { url: string; secrets: Record<string, string>; deployments: number } | null;
  /** Where a deployed Worker will be. */
  url: string;
  calls: { args: string[]; account: string; changed: boolean }[];
}

interface Outcome {
  text: string;
  code?: number;
  changed?: boolean;
}

if (process.env.STUB_CLOUD !== undefined) await play(process.env.STUB_CLOUD, process.argv.slice(2));

async function play(file: string, args: string[]): Promise<void> {
  const cloud: Cloud = JSON.parse(readFileSync(file, "utf8"));
  const command = args.join(" ");
  const failure = Object.entries(cloud.failures).find(([start]) => command.startsWith(start))?.[1];
  const outcome: Outcome = failure === undefined ? await carryOut(cloud, args) : { text: failure, code: 1 };
  cloud.calls.push({ args, account: process.env.CLOUDFLARE_ACCOUNT_ID ?? "", changed: outcome.changed ?? false });
  writeFileSync(`${file}.new`, JSON.stringify(cloud));
  renameSync(`${file}.new`, file);
  // What --json was asked for comes on stdout, whatever it says.
  (outcome.code && !outcome.text.startsWith("{") ? process.stderr : process.stdout).write(`${outcome.text}\n`);
  process.exitCode = outcome.code ?? 0;
}

async function carryOut(cloud: Cloud, args: string[]): Promise<Outcome> {
  const [first, second] = args;
  if (first === "whoami") return { text: JSON.stringify({ loggedIn: cloud.loggedIn, accounts: cloud.accounts }), code: cloud.loggedIn ? 0 : 1 };
  if (first === "login") {
    cloud.loggedIn = true;
    return { text: "Successfully logged in.", changed: true };
  }
  if (!cloud.loggedIn)
    return { text: "In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable for wrangler to work.", code: 1 };
  if (first === "deploy") return deploy(cloud);
  switch (`${first} ${second}`) {
    case "d1 list":
      return { text: JSON.stringify(cloud.databases, null, 2) };
    case "d1 create":
      cloud.databases.push({ uuid: `uuid-of-${args[2]}`, name: args[2] ?? "", location: args[args.indexOf("--location") + 1] ?? "" });
      return { text: `Successfully created DB '${args[2]}'`, changed: true };
    case "d1 time-travel":
      return cloud.databases.length === 0 ? noDatabase() : { text: JSON.stringify({ bookmark: `0000000${cloud.migrations.length}-0000-bookmark` }) };
    case "d1 migrations":
      return migrate(cloud);
    case "secret list":
      if (cloud.worker === null) return { text: 'Worker "edgewise" not found.', code: 1 };
      return { text: JSON.stringify(Object.keys(cloud.worker.secrets).map((name) => ({ name, type: "secret_text" }))) };
    case "secret bulk":
      return takeSecrets(cloud);
    default:
      return { text: `Unknown arguments: ${args.join(", ")}`, code: 1 };
  }
}

const noDatabase = (): Outcome => ({
  text: "Couldn't find a D1 DB named 'edgewise' (bound as 'DB') in the API. Run 'wrangler d1 create edgewise' to create it.",
  code: 1,
});

/** As many files as there are; a second time there are none left. */
function migrate(cloud: Cloud): Outcome {
  if (cloud.databases.length === 0) return noDatabase();
  if (cloud.migrations.length > 0) return { text: "✅ No migrations to apply!" };
  const files = readdirSync(join(import.meta.dirname, "../../migrations")).filter((name) => name.endsWith(".sql"));
  cloud.migrations.push(...files.toSorted());
  return { text: `🌀 Executing on remote database DB\n┌───┐ ${cloud.migrations.at(-1)} ✅`, changed: true };
}

function deploy(cloud: Cloud): Outcome {
  if (cloud.databases.length === 0) return noDatabase();
  cloud.worker = { url: cloud.url, secrets: cloud.worker?.secrets ?? {}, deployments: (cloud.worker?.deployments ?? 0) + 1 };
  return {
    text: `Total Upload: 812.00 KiB / gzip: 150.00 KiB\nUploaded edgewise (2.10 sec)\nDeployed edgewise triggers (0.80 sec)\n  ${cloud.url}\n  schedule: * * * * *\nCurrent Version ID: 0a1b`,
    changed: true,
  };
}

async function takeSecrets(cloud: Cloud): Promise<Outcome> {
  let text = "";
  for await (const chunk of stdin) text += chunk;
  if (text === "") return { text: "🚨 No content found in file, or piped input." };
  if (cloud.worker === null) return { text: "no such Worker", code: 1 };
  const given: Record<string, string | null> = JSON.parse(text);
  for (const [name, value] of Object.entries(given)) {
    if (value === null) delete cloud.worker.secrets[name];
    else cloud.worker.secrets[name] = value;
  }
  return { text: `✨ ${Object.keys(given).length} secrets successfully created`, changed: true };
}
