/** The model: one tiny call, and whether its price is known; the same for the one that makes embeddings, where there is one. */
import { systemClock } from "../../../src/kernel/clock.ts";
import { ModelError } from "../../../src/kernel/errors.ts";
import { embeddingsOf } from "../../../src/llm/openai/embeddings.ts";
import { createPricing } from "../../../src/llm/pricing.ts";
import { isPrivateHost } from "../../../src/net/private-host.ts";
import { tryModel } from "../model.ts";
import { type Facts, type Finding, finder } from "./finding.ts";

const PATIENCE_MS = 20_000;

function settled({ context: { settings } }: Facts) {
  const models = (settings.get("MODEL") || "gpt-5-mini").split(",").map((id) => id.trim());
  return { baseUrl: settings.get("OPENAI_BASE_URL") || "https://api.openai.com/v1", apiKey: settings.get("OPENAI_API_KEY"), models };
}

export async function checkModel(facts: Facts): Promise<Finding> {
  const find = finder("model", "Model");
  const { baseUrl, apiKey, models } = settled(facts);
  const [first = ""] = models;
  if (!URL.canParse(baseUrl)) return find.fail(`OPENAI_BASE_URL is no address: ${baseUrl}`, "Correct OPENAI_BASE_URL, then run `npm run setup`.");
  const tried = await tryModel({ baseUrl, apiKey }, first);
  if (!tried.works) return find.fail(`${first} does not answer (${tried.failure})`, `${tried.sentence} Then run \`npm run setup\`.`);
  const detail = `${first} answered after ${tried.ms} ms`;
  if (!isPrivateHost(new URL(baseUrl).hostname)) return find.ok(detail);
  return find.warn(
    `${detail}, but ${baseUrl} is in a private network`,
    "Cloudflare does not reach it: give it a public address, for example by `cloudflared tunnel`.",
  );
}

/** Without it words alone decide what is remembered, so that nothing fails. */
export async function checkEmbeddings(facts: Facts): Promise<Finding | null> {
  const find = finder("embeddings", "Embeddings");
  const { settings } = facts.context;
  const { baseUrl, apiKey } = settled(facts);
  const other = settings.get("EMBEDDING_BASE_URL") || undefined;
  const address = other ?? baseUrl;
  const embeddings = embeddingsOf(
    { EMBEDDING_MODEL: settings.get("EMBEDDING_MODEL"), EMBEDDING_BASE_URL: other, EMBEDDING_API_KEY: settings.get("EMBEDDING_API_KEY") || undefined },
    {
      baseUrl: baseUrl.replace(/\/+$/, ""),
      apiKey,
      fetch: (input, init) => fetch(input, init),
      clock: systemClock,
      pricingAt: () => createPricing({ fallback: { input: 0, output: 0 }, privateEndpoint: false }),
    },
  );
  if (embeddings === null) return null;
  const name = other === undefined ? "OPENAI_BASE_URL" : "EMBEDDING_BASE_URL";
  if (!URL.canParse(address)) return find.warn(`${name} is no address: ${address}`, `Correct ${name}, then run \`npm run setup\`.`);
  const startedAt = Date.now();
  try {
    const { vectors } = await embeddings.embed(["hello"], PATIENCE_MS, new AbortController().signal);
    const detail = `${embeddings.model} answered after ${Date.now() - startedAt} ms, with ${vectors[0]?.length} dimensions`;
    if (!isPrivateHost(new URL(address).hostname)) return find.ok(detail);
    return find.warn(`${detail}, but ${address} is in a private network`, "Cloudflare does not reach it: give it a public address.");
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const what = "Check EMBEDDING_MODEL, EMBEDDING_BASE_URL and EMBEDDING_API_KEY, then run `npm run setup`.";
    return find.warn(`${embeddings.model} at ${address} makes no embeddings (${error.failure}), so memories are found by their words alone`, what);
  }
}

export function checkPrice(facts: Facts): Finding {
  const find = finder("price", "Price");
  const { baseUrl, models } = settled(facts);
  const chosen = facts.context.settings.get("FALLBACK_PRICE");
  if (chosen !== "") return find.ok(`what is not in the table counts ${chosen} USD per million tokens`);
  const isPrivate = URL.canParse(baseUrl) && isPrivateHost(new URL(baseUrl).hostname);
  const pricing = createPricing({ fallback: { input: 5, output: 15 }, privateEndpoint: isPrivate });
  const unknown = models.filter((id) => !pricing.price(id).known);
  if (unknown.length > 0)
    return find.warn(`not known for ${unknown.join(", ")}, so 5/15 USD per million tokens count`, "Set FALLBACK_PRICE, for example 0.5/2.");
  return find.ok(isPrivate ? "a server of your own is free" : "known");
}
