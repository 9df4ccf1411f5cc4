/** Webhook events (APPLICATION_AUTHORIZED and others) to the bot's events URL. Source: Discord reference, "Webhook Events". */
import { copy, type JsonObject } from "./json.ts";
import { type Forgery, signedRequest } from "./signing.ts";
import { type State, violate } from "./state.ts";
import type { Guild, User } from "./types.ts";
import { guildJson } from "./views.ts";

export type WebhookEventType =
  | "PING"
  | "APPLICATION_AUTHORIZED"
  | "APPLICATION_DEAUTHORIZED"
  | "ENTITLEMENT_CREATE"
  | "ENTITLEMENT_UPDATE"
  | "ENTITLEMENT_DELETE"
  | "QUEST_USER_ENROLLMENT";

/** What Discord tells when somebody has installed the application: to a server, or to their account. Source: "Application Authorized Structure". */
export function authorizedData(user: User, guild: Guild | undefined): JsonObject {
  if (guild === undefined) return { integration_type: 1, scopes: ["applications.commands"], user: copy(user) };
  return { integration_type: 0, scopes: ["applications.commands", "bot"], user: copy(user), guild: guildJson(guild) };
}

/** PING is type 0, everything else type 1 with an `event`; both must be answered by 204 and nothing else. Forgeries are only sent. */
export async function sendEvent(state: State, type: WebhookEventType, data: JsonObject = {}, forgery: Forgery = {}): Promise<Response> {
  const common = { version: 1, application_id: state.app.id };
  const event = { type, timestamp: new Date(state.now()).toISOString(), data };
  const body = JSON.stringify(type === "PING" ? { ...common, type: 0 } : { ...common, type: 1, event });
  const response = await state.options.deliver(await signedRequest(state, state.options.eventsUrl, body, forgery));
  const isForged = Object.keys(forgery).length > 0;
  if (!isForged && response.status !== 204) violate(state, `event ${type}: answered ${response.status} instead of 204`);
  return response;
}
