/** Step: the model: where, by which key, which one; tried with one tiny call. */
import { isPrivateHost } from "../../../src/net/private-host.ts";
import type { Context } from "../context.ts";
import { findOllama, listModels, OLLAMA, tryModel } from "../model.ts";
import { Problem } from "../problem.ts";
import type { Step } from "../run.ts";

const OPENAI = "https://api.openai.com/v1";
const DEFAULT_MODEL = "gpt-5-mini";
const OTHER = "other";
/** More would be no list but a catalogue. */
const MOST_LISTED = 60;

const settled = ({ settings }: Context) => ({ url: settings.get("OPENAI_BASE_URL"), key: settings.get("OPENAI_API_KEY"), model: settings.get("MODEL") });

export const model: Step = {
  id: "model",
  title: "Model",
  // Nothing settled is never done.
  inputs: (context) => (settled(context).url === "" && settled(context).key === "" ? { unsettled: context.ask.interactive } : settled(context)),
  async run(context, busy) {
    for (;;) {
      const chosen = await choose(context);
      if (isPrivateHost(new URL(chosen.url).hostname)) {
        context.out.warn(
          `${chosen.url} is in a private network: this machine reaches it, Cloudflare does not. Give it a public address, for example by \`cloudflared tunnel\`.`,
        );
      }
      busy(`asking ${chosen.model} to say hi`);
      const problem = await test(context, chosen);
      if (problem === undefined || (await goOnAnyway(context, problem))) {
        keep(context, chosen);
        return `${chosen.model} at ${new URL(chosen.url).host}`;
      }
    }
  },
};

interface Chosen {
  url: string;
  key: string;
  model: string;
}

async function choose(context: Context): Promise<Chosen> {
  const { settings, ask } = context;
  const { url: knownUrl, key: knownKey, model: knownModel } = settled(context);
  const url = knownUrl || (ask.interactive && knownKey === "" ? await askUrl(context) : OPENAI);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Problem(`OPENAI_BASE_URL is no http(s) address: ${url}. Correct it in the ${settings.source("OPENAI_BASE_URL")}.`);
  const needsKey = new URL(url).hostname === new URL(OPENAI).hostname;
  const key = knownKey || (ask.interactive || needsKey ? await askKey(context, url, needsKey) : "");
  return { url, key, model: knownModel || (ask.interactive ? await askModel(context, url, key) : DEFAULT_MODEL) };
}

async function askUrl({ ask, state, out }: Context): Promise<string> {
  const hasOllama = await findOllama();
  const account = state.answers.accountId || "ACCOUNT_ID";
  const presets = [
    { value: OPENAI, label: "OpenAI" },
    { value: "https://openrouter.ai/api/v1", label: "OpenRouter", hint: "models of many makers" },
    {
      value: `https://api.cloudflare.com/client/v4/accounts/${account}/ai/v1`,
      label: "Workers AI",
      hint: "Cloudflare's own; the key is an API token with Workers AI: Read",
    },
    { value: "litellm", label: "LiteLLM proxy", hint: "its address is asked next" },
    ...(hasOllama ? [{ value: `${OLLAMA}/v1`, label: "Ollama on this machine", hint: "only reachable for Cloudflare through a tunnel" }] : []),
    { value: OTHER, label: "vLLM, or any other OpenAI-compatible address" },
  ];
  const chosen = await ask.choose({ message: "Where is the model?", otherwise: "set OPENAI_BASE_URL", options: presets });
  if (chosen !== OTHER && chosen !== "litellm") return chosen;
  out.line("The address usually ends in /v1.");
  return ask.text({
    message: "Address of the model's server:",
    otherwise: "set OPENAI_BASE_URL",
    placeholder: "https://models.example.org/v1",
    validate: (value) => (URL.canParse(value) && /^https?:/.test(value) ? undefined : "An address begins with https:// (or http://)."),
  });
}

const askKey = ({ ask }: Context, url: string, isNeeded: boolean) =>
  ask.secret({
    message: `OPENAI_API_KEY, the key for ${new URL(url).host}${isNeeded ? "" : " (Enter where none is needed)"}:`,
    otherwise: "set OPENAI_API_KEY in the environment or in .dev.vars (or OPENAI_BASE_URL, for a server that needs no key)",
    mayBeEmpty: !isNeeded,
  });

async function askModel({ ask }: Context, url: string, key: string): Promise<string> {
  const offered = await listModels({ baseUrl: url, apiKey: key });
  const listed = offered.slice(0, MOST_LISTED);
  const choice =
    listed.length === 0
      ? OTHER
      : await ask.choose({
          message: "Which model shall answer?",
          otherwise: "set MODEL",
          initial: listed.includes(DEFAULT_MODEL) ? DEFAULT_MODEL : (listed[0] ?? OTHER),
          options: [...listed.map((id) => ({ value: id, label: id })), { value: OTHER, label: "Another one" }],
        });
  return choice === OTHER
    ? ask.text({ message: "The model's id (a comma list is a chain: the next one helps when one fails):", otherwise: "set MODEL", initial: DEFAULT_MODEL })
    : choice;
}

/** The first of the chain. Undefined where it works. */
async function test(context: Context, { url, key, model }: Chosen): Promise<string | undefined> {
  const [first = DEFAULT_MODEL] = model.split(",").map((id) => id.trim());
  if (context.options.dryRun) {
    context.out.line(`Would send: POST ${url}/chat/completions, one tiny question to ${first}`);
    return undefined;
  }
  const tried = await tryModel({ baseUrl: url, apiKey: key }, first);
  return tried.works ? undefined : tried.sentence;
}

/** Without anybody to ask a model that does not work ends the set-up. */
async function goOnAnyway(context: Context, problem: string): Promise<boolean> {
  const { ask, out, settings } = context;
  if (!ask.interactive) throw new Problem(problem);
  out.warn(problem);
  const what = await ask.choose({
    message: "What now?",
    otherwise: "",
    options: [
      { value: "again", label: "Try again as it is" },
      { value: "other", label: "Choose address, key and model anew" },
      { value: "on", label: "Go on with it all the same" },
    ],
  });
  if (what === "other") settings.save({ OPENAI_BASE_URL: "", OPENAI_API_KEY: "", MODEL: "" });
  return what === "on";
}

function keep({ settings }: Context, { url, key, model }: Chosen): void {
  settings.save({ OPENAI_BASE_URL: url, OPENAI_API_KEY: key, MODEL: model });
}
