/** `POST /interactions`: verified bytes -> interaction -> reply. Whatever Discord signed gets an answer and never a 5xx. */
import { parseInteraction } from "../discord/interaction-parse.ts";
import { privately, type Reply, toCallback } from "../discord/reply.ts";
import { textsFor } from "../locales/index.ts";
import { baseOf } from "./own-application.ts";
import { json, plain } from "./respond.ts";
import { route } from "./route.ts";
import type { AppDeps, Background } from "./types.ts";
import type { Verify } from "./verify.ts";

const PING = 1;
const PONG = '{"type":1}';
/** Interactions live 15 minutes; what seems much older has an id that tells no time. */
const OLDEST_MS = 60 * 60_000;

export function createInteractions(deps: AppDeps, verify: Verify): (request: Request, background: Background) => Promise<Response> {
  const decoder = new TextDecoder();
  return async (request, background) => {
    const arrivedAt = deps.clock.now();
    const body = await verify(request);
    if (body instanceof Response) return body;
    const payload = parseJson(decoder.decode(body));
    if (typeof payload !== "object" || payload === null) return plain(400, "The body is not a JSON object.");
    // Before everything else: Discord pings often, and nothing more is needed for it.
    if ((payload as { type?: unknown }).type === PING) return json(PONG);

    const interaction = parseInteraction(payload);
    if (interaction.type !== "unsupported") {
      const timely = { ...interaction, createdAt: plausibleMoment(interaction.createdAt, deps.clock.now()) };
      // The pages are where interactions arrive, unless the deployer knows better.
      const here = { ...deps, facts: { ...deps.facts, publicUrl: baseOf(request, deps) } };
      return json(JSON.stringify(toCallback(await route(timely, arrivedAt, here, background))));
    }
    deps.log.error("payload-unsupported", { answer: interaction.answer });
    if (interaction.answer === "none") return plain(400, "This is no interaction I know.");
    const reply: Reply = interaction.answer === "choices" ? { type: "choices", choices: [] } : privately(textsFor(interaction.locale).edge.malformed);
    return json(JSON.stringify(toCallback(reply)));
  };
}

/** Deadlines and order hang on it: an id from long ago, or ahead of our clock, must not end a question whose signature was just found fresh. */
function plausibleMoment(createdAt: number, now: number): number {
  return createdAt > now - OLDEST_MS && createdAt <= now ? createdAt : now;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
