/** The HTTP app: routes and what happens where there is none. Made by `index.ts` with real deps and by tests with recording ones. */
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { createFinishSetup } from "./edge/finish-setup.ts";
import { createHealth } from "./edge/health.ts";
import { createInteractions } from "./edge/interactions.ts";
import { createOwnApplication } from "./edge/own-application.ts";
import { privacyPage, termsPage } from "./edge/policy-pages.ts";
import { json, plain } from "./edge/respond.ts";
import { statusPage, unconfiguredPage } from "./edge/status-page.ts";
import type { AppDeps, Background } from "./edge/types.ts";
import { createVerify } from "./edge/verify.ts";
import { createWebhookEvents } from "./edge/webhook-events.ts";
import { type ConfigError, describeError } from "./kernel/errors.ts";

export type { AppDeps } from "./edge/types.ts";

/** Methods by path, for an honest 405. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ["/interactions", "POST"],
  ["/events", "POST"],
  ["/health", "GET, HEAD"],
  ["/privacy", "GET, HEAD"],
  ["/terms", "GET, HEAD"],
  ["/", "GET, HEAD, POST"],
]);

export function createApp(deps: AppDeps): Hono {
  const verify = createVerify(deps.publicKey, deps.clock);
  const interactions = createInteractions(deps, verify);
  const events = createWebhookEvents(deps, verify);
  const own = createOwnApplication(deps);
  const health = createHealth(deps, own);
  const finishSetup = createFinishSetup(deps, own);
  const app = new Hono();
  app.post("/interactions", (c) => interactions(c.req.raw, backgroundOf(c)));
  app.post("/events", (c) => events(c.req.raw));
  app.get("/health", (c) => health(c.req.raw));
  app.get("/", (c) => statusPage(c.req.raw, deps, own));
  app.get("/privacy", (c) => privacyPage(c.req.raw, deps));
  app.get("/terms", (c) => termsPage(c.req.raw, deps));
  app.post("/", (c) => finishSetup(c.req.raw));
  app.notFound((c) => {
    const allow = ALLOWED.get(c.req.path);
    return allow === undefined ? plain(404, "There is nothing here.") : plain(405, `Use ${allow} here.`, { allow });
  });
  app.onError((error, c) => {
    deps.log.error("request-failed", { path: c.req.path, error: describeError(error) });
    return plain(500, "Something went wrong on our side.");
  });
  return app;
}

/** What answers while settings are missing: every route says which, so that nobody has to search the logs. */
export function createUnconfiguredApp(error: ConfigError): Hono {
  const problems = error.message.split("\n").filter((line) => line !== "");
  const app = new Hono();
  app.get("/", (c) => unconfiguredPage(c.req.raw, problems));
  app.get("/health", () => json(`${JSON.stringify({ status: "unconfigured", problems })}\n`, 503, { "cache-control": "no-store" }));
  app.notFound(() => plain(503, `This bot is not set up yet:\n${problems.join("\n")}`));
  return app;
}

/** Hono throws where there is no execution context, as in tests. */
function backgroundOf(c: Context): Background {
  return (promise) => {
    try {
      c.executionCtx.waitUntil(promise);
    } catch {
      // The promise runs on its own; there is nothing to keep alive.
    }
  };
}
