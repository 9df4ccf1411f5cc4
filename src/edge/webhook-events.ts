/** `POST /events`: what Discord tells about installs and purchases. Acknowledged once noted; for now events are only logged. */

import * as z from "zod";
import { describeError } from "../kernel/errors.ts";
import { noContent, plain } from "./respond.ts";
import type { AppDeps } from "./types.ts";
import type { Verify } from "./verify.ts";
import { within } from "./within.ts";

/** Discord waits three seconds for the acknowledgement, then delivers again. */
const NOTE_MS = 2000;

/** Built on first use: start-up CPU counts. */
const buildSchema = () => {
  // Other events carry other things under the same names; they are acknowledged all the same.
  const named = z
    .object({ id: z.string().max(64) })
    .nullish()
    .catch(null);
  return z.union([
    z.object({ type: z.literal(0) }),
    z.object({
      type: z.literal(1),
      event: z.object({
        type: z.string().min(1).max(100),
        timestamp: z.string().max(100).nullish().catch(null),
        data: z
          .object({ id: z.string().max(64).nullish().catch(null), user: named, guild: named })
          .nullish()
          .catch(null),
      }),
    }),
  ]);
};

export function createWebhookEvents(deps: AppDeps, verify: Verify): (request: Request) => Promise<Response> {
  let schema: ReturnType<typeof buildSchema> | undefined;
  return async (request) => {
    const body = await verify(request);
    if (body instanceof Response) return body;
    schema ??= buildSchema();
    const payload = schema.safeParse(parseJson(body));
    if (!payload.success) return plain(400, "This is no webhook event I know.");
    if (payload.data.type === 0) return noContent();

    const { type, timestamp, data } = payload.data.event;
    const key = await digest([type, timestamp, data?.id, data?.user?.id, data?.guild?.id]);
    try {
      const noted = await within(deps.clock, NOTE_MS, deps.access.noteEvent(key, type, deps.clock.now()));
      // Discord repeats what was not acknowledged, for ten minutes.
      if (!noted.done) return plain(503, "The database is too slow right now.");
      if (noted.value) deps.log.info("webhook-event", { type });
      return noContent();
    } catch (error) {
      deps.log.error("webhook-event-failed", { type, error: describeError(error) });
      return plain(503, "The database can't be reached right now.");
    }
  };
}

/** Events carry no id of their own; what tells two apart is hashed, so that no person's id lies in that table. */
async function digest(parts: readonly (string | null | undefined)[]): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(parts)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
