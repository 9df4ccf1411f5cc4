/** What Discord does before it accepts an interactions endpoint: a good PING must be answered, a badly signed one refused with 401. */
import { signedRequest } from "./signing.ts";
import type { State } from "./state.ts";

export async function checkEndpoint(state: State, url: string): Promise<boolean> {
  const ping = JSON.stringify({ id: state.nextId(), application_id: state.app.id, type: 1, token: "endpoint-check", version: 1 });
  try {
    const good = await state.options.deliver(await signedRequest(state, url, ping));
    const answer: unknown = good.status === 200 ? await good.json() : undefined;
    const bad = await state.options.deliver(await signedRequest(state, url, ping, { signature: "0".repeat(128) }));
    return typeof answer === "object" && answer !== null && "type" in answer && answer.type === 1 && bad.status === 401;
  } catch {
    return false;
  }
}
