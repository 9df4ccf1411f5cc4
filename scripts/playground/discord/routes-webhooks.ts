/** Bot-token calls about a channel's webhooks; mounted by `rest.ts`. Writing by one of them: webhook-execute.ts. */
import { asObject, asString, isObject } from "./json.ts";
import { isDirect, isThread, permission } from "./permissions.ts";
import { invalidForm, refuse } from "./refusal.ts";
import { type Answer, need, ok, type Route, type RouteCall, visibleChannel } from "./route.ts";
import type { State } from "./state.ts";
import type { Channel, Webhook } from "./types.ts";
import { addWebhook, FORBIDDEN_NAME } from "./webhook-execute.ts";

/** Source: Discord JSON error codes, 30007. */
const MOST_WEBHOOKS = 15;

export function webhookRoutes(): Route[] {
  const template = "/channels/:channel/webhooks";
  return [
    { method: "GET", template, auth: "bot", handle: list },
    { method: "POST", template, auth: "bot", handle: create },
  ];
}

/** Source: Discord reference, "Create Webhook" and "Get Channel Webhooks": both need MANAGE_WEBHOOKS; threads and direct channels have none. */
function home({ state, param }: RouteCall): Channel {
  const { channel, allowed } = visibleChannel(state, param("channel"));
  if (isThread(channel) || isDirect(channel)) throw refuse.wrongChannelType();
  need(allowed, permission.manageWebhooks);
  return channel;
}

const inChannel = (state: State, channel: Channel): Webhook[] => [...state.webhooks.values()].filter(({ channelId }) => channelId === channel.id);

function list(call: RouteCall): Answer {
  return ok(inChannel(call.state, home(call)).map((webhook) => webhookJson(call.state, webhook)));
}

async function create(call: RouteCall): Promise<Answer> {
  const { state } = call;
  const channel = home(call);
  const { json } = await call.body();
  if (!isObject(json)) throw refuse.badJson();
  const unknown = Object.keys(json).filter((key) => key !== "name" && key !== "avatar");
  if (state.options.strict && unknown.length > 0)
    throw invalidForm(unknown.map((key) => ({ path: [key], code: "UNKNOWN_KEY", message: "There is no such field." })));
  const name = asString(asObject(json).name)?.trim() ?? "";
  if (name.length < 1 || name.length > 80)
    throw invalidForm([{ path: ["name"], code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 80 in length." }]);
  if (FORBIDDEN_NAME.test(name)) throw invalidForm([{ path: ["name"], code: "USERNAME_INVALID_CONTAINS", message: "Username cannot contain that" }]);
  if (inChannel(state, channel).length >= MOST_WEBHOOKS) throw refuse.tooManyWebhooks();
  return ok(webhookJson(state, addWebhook(state, channel, { name, applicationId: state.app.id })));
}

/** Of another application's nobody is told the token. */
function webhookJson(state: State, { id, token, channelId, name, avatar, applicationId }: Webhook) {
  const isReadable = applicationId === null || applicationId === state.app.id;
  return {
    ...{ id, type: 1, channel_id: channelId, guild_id: state.channels.get(channelId)?.guildId, name, avatar, application_id: applicationId },
    ...(isReadable ? { token, url: `https://discord.com/api/webhooks/${id}/${token}` } : {}),
    ...(applicationId === state.app.id ? { user: state.app.bot } : {}),
  };
}
