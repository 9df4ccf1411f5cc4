/** What Discord does before it accepts an address: a good PING must be answered, a badly signed one refused with 401. Used by `application-settings.ts`. */
import { signedRequest } from "./signing.ts";
import type { State } from "./state.ts";

/** Source: Discord reference, "Setting Up an Endpoint". */
export function checkInteractionsEndpoint(state: State, url: string): Promise<boolean> {
  const ping = { id: state.nextId(), application_id: state.app.id, type: 1, token: "endpoint-check", version: 1 };
  return check(state, url, ping, async (answer) => {
    if (answer.status !== 200) return false;
    const pong: unknown = await answer.json();
    return typeof pong === "object" && pong !== null && "type" in pong && pong.type === 1;
  });
}

/** 204 without a body, and with a content type all the same. Source: Discord reference, "Webhook Events", "Acknowledging PING requests". */
export function checkEventsEndpoint(state: State, url: string): Promise<boolean> {
  const ping = { version: 1, application_id: state.app.id, type: 0 };
  return check(state, url, ping, async (answer) => answer.status === 204 && answer.headers.has("content-type") && (await answer.text()) === "");
}

async function check(state: State, url: string, ping: object, accepts: (answer: Response) => Promise<boolean>): Promise<boolean> {
  const body = JSON.stringify(ping);
  try {
    const good = await state.options.deliver(await signedRequest(state, url, body));
    const bad = await state.options.deliver(await signedRequest(state, url, body, { signature: "0".repeat(128) }));
    return (await accepts(good)) && bad.status === 401;
  } catch {
    return false;
  }
}
