/** zod schemas of Discord's interaction payloads, only the fields in use: unknown keys and enum values pass. Used by `interaction-parse.ts`. */
import * as z from "zod";
import { isSnowflake } from "../kernel/ids.ts";

function buildSchemas() {
  const id = z.string().refine(isSnowflake);
  const text = z.string().nullish();
  const bits = z
    .string()
    .regex(/^\d{1,30}$/)
    .nullish();
  const user = z.object({ id, username: text, global_name: text, bot: z.boolean().nullish() });
  const channel = z.object({
    id: id.nullish(),
    type: z.number().nullish(),
    name: text,
    parent_id: id.nullish(),
    permissions: bits,
    nsfw: z.boolean().nullish().catch(false),
  });
  const attachment = z.object({
    id,
    filename: z.string(),
    content_type: text,
    size: z.number(),
    url: z.string(),
    proxy_url: text,
    width: z.number().nullish(),
    height: z.number().nullish(),
    duration_secs: z.number().nullish(),
  });
  const value = z.union([z.string(), z.number(), z.boolean()]).nullish();
  const leafOption = z.object({ name: z.string(), type: z.number(), value, focused: z.boolean().nullish() });
  // Groups nest one level, no deeper: group > subcommand > options.
  const subcommand = leafOption.extend({ options: z.array(leafOption).nullish() });
  const option = leafOption.extend({ options: z.array(subcommand).nullish() });
  const field = z.object({ custom_id: text, value, values: z.array(z.string()).nullish() });

  const base = z.object({
    id,
    application_id: id,
    token: z.string().min(1),
    channel_id: id.nullish(),
    channel: channel.nullish(),
    guild_id: id.nullish(),
    context: z.number().nullish(),
    member: z.object({ user: user.nullish(), nick: text, permissions: bits, roles: z.array(z.string()).nullish().catch([]) }).nullish(),
    user: user.nullish(),
    app_permissions: bits,
    authorizing_integration_owners: z.record(z.string(), z.unknown()).nullish(),
    locale: text,
    guild_locale: text,
  });
  const message = z.object({
    id,
    flags: z.number().nullish(),
    content: text,
    embeds: z.array(z.unknown()).nullish(),
    attachments: z.array(z.unknown()).nullish(),
  });

  return {
    base,
    command: z.object({
      data: z.object({
        name: z.string(),
        type: z.number().nullish(),
        target_id: id.nullish(),
        options: z.array(option).nullish(),
        resolved: z
          .object({
            attachments: z.record(z.string(), attachment).nullish(),
            users: z.record(z.string(), user).nullish(),
            members: z.record(z.string(), z.object({ nick: text })).nullish(),
            channels: z.record(z.string(), channel).nullish(),
            // Messages are read leniently (message-snapshot.ts): the oddest of them still gets its asker an answer.
            messages: z.record(z.string(), z.unknown()).nullish(),
          })
          .nullish(),
      }),
    }),
    component: z.object({
      message,
      data: z.object({
        custom_id: z.string(),
        values: z.array(z.string()).nullish(),
        // Of what was chosen, how it is called: worth having, and no reason to refuse.
        resolved: z
          .object({ channels: z.record(z.string(), channel).nullish() })
          .nullish()
          .catch(null),
      }),
    }),
    modal: z.object({
      message: message.nullish(),
      data: z.object({
        custom_id: z.string(),
        // Labels (18) carry one `component`, the older action rows (1) a list `components`.
        components: z.array(z.object({ component: field.nullish(), components: z.array(field).nullish() })).nullish(),
      }),
    }),
  };
}

type Schemas = ReturnType<typeof buildSchemas>;
export type BasePayload = z.output<Schemas["base"]>;
export type CommandPayload = z.output<Schemas["command"]>;
export type ModalPayload = z.output<Schemas["modal"]>;

/** Built on first use: start-up CPU counts. A cache of constants, not state. */
const cache: { schemas?: Schemas } = {};
export function interactionSchemas(): Schemas {
  cache.schemas ??= buildSchemas();
  return cache.schemas;
}
