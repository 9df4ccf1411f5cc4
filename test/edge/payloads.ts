/** Interaction payloads in the shape of Discord's documentation, with fields and enum values that the bot doesn't know. */

export const APP = "1100000000000000001";
export const GUILD = "1100000000000000002";
export const CHANNEL = "1100000000000000003";
export const ASKER = "1100000000000000004";
export const OTHER = "1100000000000000005";
export const MESSAGE = "1100000000000000006";
export const TURN = "1100000000000000007";
/** The moment of INTERACTION's id. */
export const NOW = 1_763_665_200_000;
export const INTERACTION = String(BigInt(NOW - 1_420_070_400_000) << 22n);

/** VIEW_CHANNEL, SEND_MESSAGES, READ_MESSAGE_HISTORY, SEND_MESSAGES_IN_THREADS. */
export const TALK = (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 38n);
export const MANAGE_MESSAGES = 1n << 13n;
const USE_EXTERNAL_APPS = 1n << 50n;

type Fields = Record<string, unknown>;

const person = (id: string, name: string): Fields => ({
  id,
  username: name.toLowerCase(),
  global_name: name,
  discriminator: "0",
  avatar: null,
  public_flags: 0,
  clan: null,
});

export const asker = person(ASKER, "Mina");
export const other = person(OTHER, "Otto");

/** A server with the bot installed, unless `over` says otherwise. */
export function inGuild(over: Fields = {}, user: Fields = asker, permissions: bigint = TALK): Fields {
  return {
    id: INTERACTION,
    application_id: APP,
    token: "interaction-token",
    version: 1,
    channel_id: CHANNEL,
    channel: { id: CHANNEL, type: 0, name: "general", permissions: "1", a_new_field: {} },
    guild_id: GUILD,
    guild: { id: GUILD, locale: "en-US", features: ["COMMUNITY"] },
    guild_locale: "en-US",
    locale: "en-US",
    context: 0,
    authorizing_integration_owners: { "0": GUILD },
    app_permissions: String(TALK),
    member: { user, nick: null, roles: [], permissions: String(permissions), joined_at: "2024-01-01T00:00:00Z", flags: 0 },
    entitlements: [],
    attachment_size_limit: 10_485_760,
    ...over,
  };
}

/** The bot's own DM. */
export function inBotDm(over: Fields = {}): Fields {
  const { member, guild, guild_id, guild_locale, ...rest } = inGuild();
  return { ...rest, user: asker, context: 1, channel: { id: CHANNEL, type: 1 }, authorizing_integration_owners: { "0": "0" }, ...over };
}

/** A group DM, reachable for user installs only. */
export function inPrivateChannel(over: Fields = {}): Fields {
  const { member, guild, guild_id, guild_locale, ...rest } = inGuild();
  return { ...rest, user: asker, context: 2, channel: { id: CHANNEL, type: 3 }, authorizing_integration_owners: { "1": ASKER }, ...over };
}

/** A server that has only the person's own installation. */
export function inForeignGuild(over: Fields = {}): Fields {
  return inGuild({ authorizing_integration_owners: { "1": ASKER }, ...over }, undefined, TALK | USE_EXTERNAL_APPS);
}

export function slash(name: string, options: Fields[] = [], resolved?: Fields): Fields {
  return { type: 2, data: { id: "1100000000000000009", name, type: 1, options, ...(resolved ? { resolved } : {}) } };
}

export function option(name: string, value: unknown, type = 3): Fields {
  return { name, type, value };
}

export function attachment(id: string, filename: string, content_type: string | undefined, size: number): Fields {
  const url = `https://cdn.discordapp.com/ephemeral-attachments/1/${id}/${filename}`;
  return { id, filename, ...(content_type === undefined ? {} : { content_type }), size, url, proxy_url: url.replace("cdn", "media"), ephemeral: true };
}

export function menu(type: 2 | 3, name: string): Fields {
  const resolved = type === 2 ? { users: { [OTHER]: other } } : { messages: { [MESSAGE]: { id: MESSAGE, content: "hi", author: other } } };
  return { type: 2, data: { id: "1100000000000000010", name, type, target_id: type === 2 ? OTHER : MESSAGE, resolved } };
}

export function press(custom_id: string, flags = 0): Fields {
  return { type: 3, data: { custom_id, component_type: 2, id: 2 }, message: { id: MESSAGE, channel_id: CHANNEL, flags, content: "answer", type: 20 } };
}

/** As sent for labels (18) today, or for action rows (1) before. */
export function modal(custom_id: string, fields: Record<string, string>, layout: 18 | 1 = 18, flags = 0): Fields {
  const components = Object.entries(fields).map(([id, value]) => {
    const input = { type: 4, id: 2, custom_id: id, value };
    return layout === 18 ? { type: 18, id: 1, component: input } : { type: 1, components: [input] };
  });
  return { type: 5, data: { custom_id, components }, message: { id: MESSAGE, channel_id: CHANNEL, flags } };
}

export function typing(name: string, focused: string, value: string): Fields {
  return { type: 4, data: { id: "1100000000000000009", name, type: 1, options: [{ ...option(focused, value), focused: true }] } };
}
