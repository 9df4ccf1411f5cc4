/** What a person at a terminal is asked, step by step, and what becomes of the answers. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Asker } from "../../scripts/setup/ask.ts";
import { type Context, createContext, type Options } from "../../scripts/setup/context.ts";
import { Problem } from "../../scripts/setup/problem.ts";
import { runSteps, type Step } from "../../scripts/setup/run.ts";
import { account } from "../../scripts/setup/steps/account.ts";
import { application } from "../../scripts/setup/steps/application.ts";
import { database } from "../../scripts/setup/steps/database.ts";
import { deploy } from "../../scripts/setup/steps/deploy.ts";
import { model } from "../../scripts/setup/steps/model.ts";
import { decisions } from "../../scripts/setup/steps/options.ts";
import type { Wrangler } from "../../scripts/setup/wrangler.ts";
import { BOT_TOKEN, MODEL_KEY, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let questions: string[];
beforeEach(async () => {
  stage = await openStage();
  questions = [];
});
afterEach(() => stage.close());

/** Answers in turn; a question too many is an error. */
function asker(...answers: (string | boolean)[]): Asker {
  const next = (message: string) => {
    questions.push(message);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`nobody expected to be asked: ${message}`);
    return answer;
  };
  return {
    interactive: true,
    secret: async ({ message }) => String(next(message)),
    text: async ({ message }) => String(next(message)),
    async choose({ message, options }) {
      const answer = next(message);
      const found = options.find(({ value, label }) => value === answer || label === answer);
      if (found === undefined) throw new Error(`"${answer}" is none of ${options.map(({ label }) => label).join(", ")}`);
      return found.value;
    },
    confirm: async ({ message }) => next(message) === true,
  };
}

const options: Options = { yes: false, dryRun: false, force: false, waitMs: 0 };

function contextWith(ask: Asker, environment: Record<string, string> = {}, wrangler?: Wrangler): Context {
  const { DISCORD_API_BASE = "" } = stage.environment;
  const context = createContext(options, { ...stage.project.environment, DISCORD_API_BASE, ...environment }, stage.project.root);
  const quiet = { ...context.out, begin: () => ({ end: () => undefined, busy: () => undefined }), line: () => undefined, warn: () => undefined };
  return { ...context, ask, out: quiet, ...(wrangler ? { wrangler } : {}) };
}

const run = (steps: Step[], context: Context) => runSteps(steps, context);
const kept = () => stage.project.read(".dev.vars");

test("a token that Discord refuses is asked for again; only the right one is kept", async () => {
  await run([application], contextWith(asker("a-wrong-token", BOT_TOKEN)));
  expect(questions).toHaveLength(2);
  expect(kept()).toContain(`DISCORD_BOT_TOKEN=${BOT_TOKEN}`);
  expect(kept()).not.toContain("a-wrong-token");
  questions = [];
  await run([application], contextWith(asker()));
  expect(questions).toEqual([]);
});

test("a token that was reset since is asked for anew", async () => {
  stage.project.write(".dev.vars", "DISCORD_BOT_TOKEN=an-old-token\n");
  await run([application], contextWith(asker(BOT_TOKEN)));
  expect(kept()).toContain(`DISCORD_BOT_TOKEN=${BOT_TOKEN}`);
});

test("a token under [vars] that Discord refuses is not asked for, because nothing typed could replace it", async () => {
  const { project } = stage;
  project.write("wrangler.toml", `${project.read("wrangler.toml")}\n[vars]\nDISCORD_BOT_TOKEN = "an-old-token"\n`);
  await expect(run([application], contextWith(asker(BOT_TOKEN, BOT_TOKEN)))).rejects.toThrow("does not accept DISCORD_BOT_TOKEN");
  expect(questions).toEqual([]);
});

test("who is not logged in may log in, then chooses the account, and wrangler works there from then on", async () => {
  const { project } = stage;
  const accounts = ["one", "two"].map((id) => ({ id, name: `Account ${id}` }));
  project.setCloud({ loggedIn: false, accounts });
  const context = contextWith(asker(true, "Account two"));
  await run([account], context);
  await context.wrangler.read(["d1", "list", "--json"]);
  expect(project.cloud().calls.map(({ args, account: used }) => `${args[0]} ${used}`)).toEqual(["whoami ", "login ", "whoami ", "d1 two"]);
  await run([account], contextWith(asker()));
  project.setCloud({ loggedIn: false });
  await expect(run([account], contextWith(asker(false)))).rejects.toThrow("Without a login nothing can be deployed: run `npx wrangler login`");
});

test("wrangler's answers are understood with a notice before or behind them", async () => {
  const framed = (value: unknown) => ({
    code: 0,
    stdout: `Delegating to locally-installed wrangler\n${JSON.stringify(value)}\n\nUpdate available {4.164} [new]\n`,
  });
  const quiet = contextWith(asker()).wrangler;
  const answers: Record<string, unknown> = { whoami: { loggedIn: true, accounts: [{ id: "one", name: "One" }] }, d1: [{ uuid: "known", name: "edgewise" }] };
  const read = async ([name = ""]: readonly string[]) => ({ output: "", ...framed(answers[name]) });
  const context = contextWith(asker(), {}, { ...quiet, read });
  await run([account, database], context);
  expect(context.state.answers).toMatchObject({ accountId: "one", databaseId: "known" });
});

test("the model: where, key and id, tried before it is kept; after a failure all of it may be chosen anew", async () => {
  const { OPENAI_BASE_URL = "" } = stage.environment;
  stage.model.script((_request, attempt) => (attempt === 1 ? { status: 401 } : undefined));
  const other = "vLLM, or any other OpenAI-compatible address";
  await run(
    [model],
    contextWith(asker(other, OPENAI_BASE_URL, "sk-wrong-key", "demo", "other", "LiteLLM proxy", OPENAI_BASE_URL, MODEL_KEY, "Another one", "demo-small")),
  );
  for (const line of [`OPENAI_BASE_URL=${OPENAI_BASE_URL}`, `OPENAI_API_KEY=${MODEL_KEY}`, "MODEL=demo-small"]) expect(kept()).toContain(line);
  expect(questions).toContain("Which model shall answer?");
  await run([model], contextWith(asker()));
});

test("a model that does not work may be kept all the same, on a person's word", async () => {
  const { OPENAI_BASE_URL = "" } = stage.environment;
  stage.model.script(() => ({ status: 503 }));
  await run([model], contextWith(asker("on"), { OPENAI_BASE_URL, OPENAI_API_KEY: MODEL_KEY, MODEL: "demo" }));
  expect(kept()).toContain("MODEL=demo");
});

test("Workers AI is offered at the chosen account's own address", async () => {
  const context = contextWith(asker("https://api.cloudflare.com/client/v4/accounts/abc123/ai/v1"));
  context.state.remember({ accountId: "abc123" });
  // Ends at the question for the key, before anything is sent there.
  await expect(run([model], context)).rejects.toThrow("the key for api.cloudflare.com");
});

test("plan and message content are asked once", async () => {
  const context = contextWith(asker("paid", true));
  await run([decisions], context);
  expect(context.state.answers).toMatchObject({ plan: "paid", intent: "yes" });
  await run([decisions], contextWith(asker()));
});

test("a new account gets its workers.dev address from wrangler, at the person's own terminal", async () => {
  const handed: string[] = [];
  let has = false;
  const wrangler: Wrangler = {
    read: async () => ({ code: 0, stdout: "", output: "" }),
    explain: () => new Problem(""),
    async handOver(args) {
      handed.push(args.join(" "));
      has = true;
      return 0;
    },
    async change() {
      if (!has) throw new Problem("`wrangler deploy` failed. Your Cloudflare account has no workers.dev address yet.");
      return { code: 0, stdout: "", output: "Deployed edgewise triggers (1 sec)\n  https://edgewise.mira.workers.dev\n" };
    },
  };
  const context = contextWith(asker(), {}, wrangler);
  await run([deploy], context);
  expect(handed).toEqual(["deploy"]);
  expect(context.state.answers.url).toBe("https://edgewise.mira.workers.dev");
});
