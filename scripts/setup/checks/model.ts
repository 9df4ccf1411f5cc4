/** The model: one tiny call, and whether its price is known. */
import { createPricing } from "../../../src/llm/pricing.ts";
import { isPrivateHost } from "../../../src/net/private-host.ts";
import { tryModel } from "../model.ts";
import { type Facts, type Finding, finder } from "./finding.ts";

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
