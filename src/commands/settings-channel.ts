/** The tab Channel of /settings: is the bot used here, how does it answer here, what can it do here. Shown by /settings and its buttons. */
import { LIST_LENGTH, type ServerSettings } from "../access/store.ts";
import type { WatchedChannel } from "../autonomy/watched.ts";
import { isThread } from "../discord/access.ts";
import { type Button, button, customId, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { allows, permission } from "../discord/permissions.ts";
import { code, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import type { ChannelSettings } from "../memory/channel-settings.ts";
import { type Use, useOf } from "./channel-use.ts";
import { decisionFor, readModels } from "./model-view.ts";
import { readPersonas, speakingHere } from "./persona-place.ts";
import { scopesOf } from "./prompt-scope.ts";
import { excerpt } from "./settings-me.ts";
import { mayManageChannel, mayManageServer, tabRow } from "./settings-panel.ts";
import { listenButton, presenceLines, wordRow } from "./settings-presence.ts";
import type { CommandDeps } from "./types.ts";

/** As it is after a change that was just made. */
interface Fresh {
  server?: Promise<ServerSettings>;
  channel?: Promise<ChannelSettings>;
  watched?: Promise<WatchedChannel | null>;
}

export async function channelTab(interaction: Interaction, guildId: GuildId, deps: CommandDeps, fresh: Fresh = {}): Promise<MessageBody> {
  const { channel, show } = await readChannelTab(interaction, guildId, deps, fresh);
  return show(channel);
}

/** Read once, and shown as it is or as it will be. */
export async function readChannelTab(interaction: Interaction, guildId: GuildId, deps: CommandDeps, fresh: Fresh = {}) {
  const { settings: say } = deps.texts;
  const scopes = scopesOf(interaction).filter(([kind]) => kind === "channel" || kind === "thread");
  const [settings, prompts, models, channel, cast, watched] = await Promise.all([
    fresh.server ?? deps.access.server(guildId),
    deps.prompts.read(scopes.map(([, scope]) => scope)),
    readModels(interaction, deps),
    fresh.channel ?? deps.channels.read(interaction),
    readPersonas(interaction, deps),
    fresh.watched ?? deps.autonomy.channel(interaction.channelId),
  ]);
  // As it is for somebody who has chosen nobody.
  const { persona } = speakingHere(interaction, cast, true);
  const [model] = decisionFor(interaction, { ...models, choices: models.choices.filter(({ scope }) => !scope.startsWith("user:")) }, deps).models;
  const mayChange = mayManageChannel(interaction);
  const lines = (as: ChannelSettings) => [
    say.channel.title(`<#${interaction.channelId}>`),
    ...(settings.paused ? [say.channel.paused] : []),
    say.channel[useOf(settings, interaction)],
    ...scopes.map(([kind, scope]) => say.channel[kind === "thread" ? "threadPrompt" : "prompt"](excerpt(prompts.get(scope)?.text ?? "", say.none))),
    ...(model === undefined ? [deps.texts.models.none] : [deps.texts.models.tab.here(code(model))]),
    deps.texts.personas.tab.here(persona === null ? deps.texts.personas.tab.nobody : `${persona.emoji} ${quote(persona.name)}`),
    say.channel[as.shared ? "shared" : "own"],
    say.channel[as.remembered ? "remembered" : "notRemembered"],
    ...presenceLines(watched, settings, deps.texts),
    ...abilities(interaction, deps.texts),
    ...(isFull(settings, interaction) ? [say.channel.full(LIST_LENGTH)] : []),
    ...(settings.channels === null && mayChange ? [say.channel.hint] : []),
    ...(mayChange ? [] : [say.channel.look]),
  ];
  const buttons = mayChange
    ? [
        ...useButton(settings, interaction, deps.texts),
        button(say.channel.edit, customId("prompt-edit", "channel"), "secondary", "✏️"),
        button(deps.texts.personas.button.open, customId("persona-view", "channel"), "secondary", "🎭"),
        button(deps.texts.models.button.open, customId("model-view", "channel"), "secondary", "🧠"),
      ]
    : [];
  const rows = (as: ChannelSettings) => [
    tabRow("channel", interaction, deps.texts),
    ...row(buttons),
    ...row([...memoryButtons(as, interaction, deps.texts), ...listenButton(watched, interaction, deps.texts)]),
    ...wordRow(watched, settings, interaction, deps.texts),
  ];
  return { channel, show: (as: ChannelSettings, ...notes: string[]) => ({ content: [...lines(as), ...notes].join("\n"), components: rows(as) }) };
}

/** Who remembers what others say decides for all of them, so that takes more. */
function memoryButtons({ shared, remembered }: ChannelSettings, interaction: Interaction, { settings: { channel: say } }: Texts): Button[] {
  const share = button(shared ? say.shareNot : say.share, customId("settings-shared", shared ? "off" : "on"), "secondary", shared ? "👤" : "👥");
  const remember = button(remembered ? say.rememberNot : say.remember, customId("settings-remember", remembered ? "off" : "on"), "secondary", "📌");
  return [...(mayManageChannel(interaction) ? [share] : []), ...(mayManageServer(interaction) ? [remember] : [])];
}

function isFull(settings: ServerSettings, interaction: Interaction): boolean {
  return useOf(settings, interaction) === "unlisted" && (settings.channels?.length ?? 0) >= LIST_LENGTH;
}

function useButton(settings: ServerSettings, interaction: Interaction, { settings: { channel: say } }: Texts): Button[] {
  const use = useOf(settings, interaction);
  if (use === "everywhere") return mayManageServer(interaction) ? [button(say.useOnly, customId("settings-use", "only" satisfies Use))] : [];
  if (use === "listed") return [button(say.useNot, customId("settings-use", "off" satisfies Use))];
  return [{ ...button(say.use, customId("settings-use", "on" satisfies Use), "primary"), disabled: isFull(settings, interaction) }];
}

function abilities({ appPermissions, channelType }: Interaction, { settings: { channel: say } }: Texts): string[] {
  const sees = permission.viewChannel;
  const may = {
    read: allows(appPermissions, sees, permission.readMessageHistory),
    post: allows(appPermissions, sees, isThread(channelType) ? permission.sendMessagesInThreads : permission.sendMessages),
    attach: allows(appPermissions, sees, permission.attachFiles),
    threads: allows(appPermissions, sees, permission.sendMessagesInThreads),
  };
  const lines = (Object.keys(may) as (keyof typeof may)[]).map((what) => (may[what] ? `✅ ${say.can[what]}` : `❌ ${say.cannot[what]}`));
  return [say.abilities, ...lines];
}
