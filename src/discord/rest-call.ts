/** Calls by bot token that are no message. Used by rest-application.ts and rest-threads.ts. */
import type { Call } from "./rest-request.ts";

/** `first` and `second` take the places of the template's names. Marked as repeatable. */
export function botCall(method: Call["method"], template: string, first = "", query = "", second = ""): Call {
  const ids = [first, second];
  const path = template.replace(/:[a-z]+/g, () => encodeURIComponent(ids.shift() ?? "")) + query;
  const route = `${method} ${template}`;
  return { method, template, path, key: { route, family: route, major: first, bot: true }, repeatable: true };
}
