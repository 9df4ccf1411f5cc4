/** What a route is: template, kind of token, and a handler that answers or throws a refusal; tables of them are in `routes-*.ts`. */
import type { Body } from "./body.ts";
import type { State } from "./state.ts";

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

export const ok = (json: unknown): Answer => ({ status: 200, json });
export const noContent: Answer = { status: 204 };
