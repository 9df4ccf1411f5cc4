/** `POST /events`: what Discord tells about installs and purchases. Acknowledged once everything that follows from it is stored; Discord repeats the rest. */

import * as z from "zod";
import type { Job, WelcomeInput } from "../jobs/types.ts";
import { describeError } from "../kernel/errors.ts";
import { type ApplicationId, type ChannelId, type GuildId, type InteractionId, isSnowflake, type UserId } from "../kernel/ids.ts";
import { noContent, plain } from "./respond.ts";
import type { AppDeps } from "./types.ts";
import type { Verify } from "./verify.ts";
import { within } from "./within.ts";

/** Discord waits three seconds for the acknowledgement, then delivers again. */
const NOTE_MS = 2000;
const NAME_LENGTH = 100;

/** Built on first use: start-up CPU counts. */
const buildSchema = () => {
  // Other events carry other things under the same names; they are acknowledged all the same.
  const lenient = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null);
  const text = lenient(z.string().max(200));
  const id = lenient(z.string().max(64));
  return z.union([
    z.object({ type: z.literal(0) }),
    z.object({
      type: z.literal(1),
      event: z.object({
        type: z.string().min(1).max(100),
        timestamp: lenient(z.string().max(100)),
        data: lenient(
          z.object({
            id,
            integration_type: lenient(z.number()),
            user: lenient(z.object({ id: z.string().max(64), username: text, global_name: text, locale: text })),
            guild: lenient(z.object({ id: z.string().max(64), name: text, system_channel_id: id, preferred_locale: text })),
          }),
        ),
      }),
    }),
  ]);
};

type WebhookEvent = Extract<z.output<ReturnType<typeof buildSchema>>, { type: 1 }>["event"];

/** Source: Discord reference, "Application Integration Types". */
const integration = { server: 0, person: 1 } as const;

export function createWebhookEvents(deps: AppDeps, verify: Verify): (request: Request) => Promise<Response> {
  let schema: ReturnType<typeof buildSchema> | undefined;
  return async (request) => {
    const body = await verify(request);
    if (body instanceof Response) return body;
    schema ??= buildSchema();
    const payload = schema.safeParse(parseJson(body));
    if (!payload.success) return plain(400, "This is no webhook event I know.");
    if (payload.data.type === 0) return noContent();

    const { event } = payload.data;
    try {
      const noted = await within(deps.clock, NOTE_MS, handle(event, deps));
      // Discord repeats what was not acknowledged, for ten minutes.
      if (!noted.done) return plain(503, "The database is too slow right now.");
      if (noted.value) deps.log.info("webhook-event", { type: event.type });
      return noContent();
    } catch (error) {
      deps.log.error("webhook-event-failed", { type: event.type, error: describeError(error) });
      return plain(503, "The database can't be reached right now.");
    }
  };
}

/** True the first time. Noted last: until then a repeat does all of it again, and each part of it takes a repeat. */
async function handle(event: WebhookEvent, deps: AppDeps): Promise<boolean> {
  const { type, timestamp, data } = event;
  const key = await digest([type, timestamp, data?.id, data?.user?.id, data?.guild?.id]);
  if (type === "APPLICATION_AUTHORIZED") await greet(data, key, deps);
  return deps.access.noteEvent(key, type, deps.clock.now());
}

/** The message after an installation. A server without a system channel, or an event that does not say enough, gets none. */
async function greet(data: WebhookEvent["data"], key: string, deps: AppDeps): Promise<void> {
  const { user, guild, integration_type: kind } = data ?? {};
  if (!user || !isSnowflake(user.id)) return;
  const person = { id: user.id as UserId, name: user.global_name || user.username || user.id };
  if (guild && isSnowflake(guild.id) && kind !== integration.person) {
    const channelId = guild.system_channel_id ?? "";
    const place = { channelId: channelId as ChannelId, guildId: guild.id as GuildId, locale: guild.preferred_locale ?? "" };
    const joining = await deps.access.joining(place.guildId);
    // Known already: somebody only authorized it once more, perhaps for other permissions. Two who do so at once are one joining.
    if (joining !== null && isSnowflake(channelId))
      await submit(welcomeJob("server", { ...place, user: person }, await digest(["joining", guild.id, joining]), deps), deps);
    await deps.access.noteServers([{ id: guild.id, name: (guild.name ?? "").slice(0, NAME_LENGTH) }]);
  } else if (!guild && kind === integration.person) {
    // No channel yet: any object does, and that of this name sees to a repeat.
    const place = { channelId: user.id as string as ChannelId, guildId: null, locale: user.locale ?? "" };
    await submit(welcomeJob("person", { ...place, user: person }, key, deps), deps);
  }
}

/** Throws where the job may not have been taken. */
async function submit(job: Job, deps: AppDeps): Promise<void> {
  const result = await deps.jobs.submit(job);
  if (result === "late") throw new Error("the job was committed too late");
}

function welcomeJob(to: WelcomeInput["to"], place: Pick<Job, "channelId" | "guildId" | "locale" | "user">, key: string, deps: AppDeps): Job {
  const now = deps.clock.now();
  const input: WelcomeInput = { to };
  return {
    v: 1,
    // What happened once is one job; 60 bits of a digest have the form of an id.
    id: BigInt(`0x${key.slice(0, 15)}`).toString() as InteractionId,
    kind: "welcome",
    conversation: null,
    applicationId: deps.applicationId as ApplicationId,
    token: "",
    target: "message",
    private: false,
    channelName: "",
    parentId: null,
    bot: { present: true, canPost: true, canRead: false, userInstallOnly: false },
    createdAt: now,
    answerBy: now + NOTE_MS,
    input,
    ...place,
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
