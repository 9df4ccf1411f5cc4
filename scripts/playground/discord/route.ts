/** What a route is: template, kind of token, and a handler that answers or throws a refusal; tables of them are in `routes-*.ts`. */
import type { Body } from "./body.ts";
import { permission } from "./permissions.ts";
import { refuse } from "./refusal.ts";
import { permissionsIn, type State } from "./state.ts";
import type { Channel } from "./types.ts";

export interface RouteCall {
  state: State;
  url: URL;
  /** A parameter of the template; "" cannot happen for the route's own names. */
  param(name: string): string;
  body(): Promise<Body>;
  method: string;
  /** `METHOD template`, for texts. */
  what: string;
}

export interface Answer {
  status: number;
  json?: unknown;
}

export interface Route {
  method: string;
  template: string;
  auth: "bot" | "interaction";
  handle(call: RouteCall): Promise<Answer> | Answer;
}

/** Unknown: 10003; exists but is hidden from the bot: 50001. */
export function visibleChannel(state: State, id: string): { channel: Channel; allowed: bigint } {
  const channel = state.channels.get(id);
  if (!channel) throw refuse.unknownChannel();
  const allowed = permissionsIn(state, state.app.bot.id, channel);
  if (!(allowed & permission.viewChannel)) throw refuse.missingAccess();
  return { channel, allowed };
}

export function need(allowed: bigint, ...wanted: bigint[]): void {
  if (wanted.some((bit) => !(allowed & bit))) throw refuse.missingPermissions();
}

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const noContent: Answer = { status: 204 };
