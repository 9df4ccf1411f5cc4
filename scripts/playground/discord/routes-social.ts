/** Bot-token calls for what people do together: reactions, a server's own emojis, scheduled events. Mounted by `rest.ts`. */
import { ExternalScheduledEventCreateRequestSchema } from "discord-api-spec/zod";
import { asObject, asString } from "./json.ts";
import { guildPermissions, permission } from "./permissions.ts";
import { type FormError, invalidForm, refuse } from "./refusal.ts";
import { type Answer, need, noContent, ok, type Route, type RouteCall, visibleChannel } from "./route.ts";
import { publicMessage } from "./routes-channels.ts";
import { joinedGuild } from "./routes-guilds.ts";
import { checkSchema } from "./schemas.ts";
import { emit, type State } from "./state.ts";
import type { Reaction } from "./types.ts";
import { emojiJson } from "./views.ts";

export function socialRoutes(): Route[] {
  return [
    {
      method: "GET",
      template: "/guilds/:guild/emojis",
      auth: "bot",
      handle: ({ state, param }) => ok(joinedGuild(state, param("guild")).emojis.map(emojiJson)),
    },
    { method: "PUT", template: "/channels/:channel/messages/:message/reactions/:emoji/@me", auth: "bot", handle: react },
    { method: "POST", template: "/guilds/:guild/scheduled-events", auth: "bot", handle: createEvent },
  ];
}

const MOST_REACTIONS = 20;

/** The same again changes nothing. Source: Discord reference, "Create Reaction". */
function react({ state, param }: RouteCall): Answer {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  need(allowed, permission.readMessageHistory);
  const record = publicMessage(state, channel, param("message"));
  if (channel.thread?.archived) throw refuse.archivedThread();
  const emoji = knownEmoji(state, param("emoji"));
  record.json.reactions ??= [];
  const { reactions } = record.json;
  const known = reactions.find((reaction) => reaction.emoji.id === emoji.id && reaction.emoji.name === emoji.name);
  if (known === undefined) {
    need(allowed, permission.addReactions);
    if (reactions.length >= MOST_REACTIONS) throw refuse.tooManyReactions();
    reactions.push({ emoji, count: 1, count_details: { burst: 0, normal: 1 }, burst_colors: [], me: true, me_burst: false });
  } else if (!known.me) Object.assign(known, { me: true, count: known.count + 1, count_details: { burst: 0, normal: known.count + 1 } });
  emit(state, { type: "message-update", message: record });
  return noContent;
}

/** "To use custom emoji, you must encode it in the format `name:id`". The bot sees those of its own servers. */
function knownEmoji(state: State, written: string): Reaction["emoji"] {
  const [, name, id] = /^(\w+):(\d+)$/.exec(written) ?? [];
  if (name === undefined || id === undefined) {
    if (!/^\p{RGI_Emoji}$/v.test(written)) throw refuse.unknownEmoji();
    return { id: null, name: written };
  }
  const own = [...state.app.guilds].flatMap((joined) => state.guilds.get(joined)?.emojis ?? []);
  const found = own.find((emoji) => emoji.id === id && emoji.available);
  if (found === undefined) throw refuse.unknownEmoji();
  return { id: found.id, name: found.name };
}

const MOST_EVENTS = 100;

/** Somewhere outside Discord; other kinds are not known here. Source: Discord reference, "Create Guild Scheduled Event". */
async function createEvent({ state, param, body }: RouteCall): Promise<Answer> {
  const guild = joinedGuild(state, param("guild"));
  if (!(guildPermissions(guild, state.app.bot.id) & permission.createEvents)) throw refuse.missingPermissions();
  const { json } = await body();
  checkSchema(ExternalScheduledEventCreateRequestSchema, json, state.options.strict);
  const wanted = asObject(json);
  const location = asString(asObject(wanted.entity_metadata).location) ?? "";
  const [from, to] = [Date.parse(asString(wanted.scheduled_start_time) ?? ""), Date.parse(asString(wanted.scheduled_end_time) ?? "")];
  const required = (path: string[], isThere: boolean): FormError[] =>
    isThere ? [] : [{ path, code: "BASE_TYPE_REQUIRED", message: "This field is required" }];
  const errors = [
    ...required(["name"], (asString(wanted.name) ?? "").trim() !== ""),
    ...required(["entity_metadata", "location"], location.trim() !== "" && location.length <= 100),
    ...required(["scheduled_end_time"], !Number.isNaN(to)),
    ...(from > state.now()
      ? []
      : [{ path: ["scheduled_start_time"], code: "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", message: "Cannot schedule event in the past." }]),
    ...(Number.isNaN(to) || to > from
      ? []
      : [{ path: ["scheduled_end_time"], code: "GUILD_SCHEDULED_EVENT_END_BEFORE_START", message: "Event end time must be after start time." }]),
  ];
  if (errors.length > 0) throw invalidForm(errors);
  if (guild.events.length >= MOST_EVENTS) throw refuse.tooManyEvents();
  const event = {
    id: state.nextId(),
    guild_id: guild.id,
    name: wanted.name,
    description: wanted.description ?? null,
    channel_id: null,
    creator_id: state.app.bot.id,
    image: null,
    scheduled_start_time: new Date(from).toISOString(),
    scheduled_end_time: new Date(to).toISOString(),
    status: 1,
    entity_type: 3,
    entity_id: null,
    recurrence_rule: null,
    privacy_level: 2,
    guild_scheduled_event_exceptions: [],
    entity_metadata: { location },
  };
  guild.events.push(event);
  return ok(event);
}
