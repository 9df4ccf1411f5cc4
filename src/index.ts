/** Worker entry: HTTP, cron and the channel's object. */
import { createApp, createUnconfiguredApp } from "./app.ts";
import { dispatch } from "./cron/dispatch.ts";
import { createAppDeps } from "./deps/app.ts";
import { createCronDeps } from "./deps/cron.ts";
import type { Env } from "./env.ts";
import { ConfigError } from "./kernel/errors.ts";

export { ChannelObject } from "./objects/channel-object.ts";

/** One app per isolate: its bindings and variables never change while it lives. */
const apps = new WeakMap<Env, ReturnType<typeof appFor>>();

function appFor(env: Env) {
  try {
    return createApp(createAppDeps(env));
  } catch (error) {
    if (error instanceof ConfigError) return createUnconfiguredApp(error);
    throw error;
  }
}

export default {
  fetch(request, env, ctx) {
    let app = apps.get(env);
    if (app === undefined) {
      app = appFor(env);
      apps.set(env, app);
    }
    return app.fetch(request, env, ctx);
  },
  scheduled: (event, env) => dispatch(event.scheduledTime, createCronDeps(env)),
} satisfies ExportedHandler<Env>;
