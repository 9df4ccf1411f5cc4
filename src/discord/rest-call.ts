/** What the adapter's files share: calls by bot token that are no message, and refusals that are an answer. */
import { DiscordApiError } from "../kernel/errors.ts";
import type { Call } from "./rest-request.ts";

/** `first` and the others take the places of the template's names. Marked as repeatable. */
export function botCall(method: Call["method"], template: string, first = "", query = "", ...others: string[]): Call {
  const ids = [first, ...others];
  const path = template.replace(/:[a-z]+/g, () => encodeURIComponent(ids.shift() ?? "")) + query;
  const route = `${method} ${template}`;
  return { method, template, path, key: { route, family: route, major: first, bot: true }, repeatable: true };
}

/** Undefined where Discord refuses with one of these codes. */
export async function unless(codes: readonly number[], asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DiscordApiError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
