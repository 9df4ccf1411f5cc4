/** The tab Channel of /settings: is the bot used here, how does it answer here, what can it do here. Shown by /settings and its buttons. */
import { LIST_LENGTH, type ServerSettings } from "../access/store.ts";
import { isThread } from "../discord/access.ts";
import { type Button, button, customId, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import { allows, permission } from "../discord/permissions.ts";
import { quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { ChannelId, GuildId } from "../kernel/ids.ts";
import type { Texts } from "../locales/index.ts";
import { decisionFor, readModels } from "./model-view.ts";
import { readPersonas, speakingHere } from "./persona-place.ts";
import { scopesOf } from "./prompt-scope.ts";
import { excerpt } from "./settings-me.ts";
import { mayManageChannel, mayManageServer, tabRow } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

export const uses = ["on", "only", "off"] as const;
export type Use = (typeof uses)[number];

/** The channel that stands on the server's list: a thread follows its own. */
export const listedChannel = ({ channelId, parentId }: Interaction): ChannelId => parentId ?? channelId;

/** `server`: as it is after a change that was just made. */
export async function channelTab(interaction: Interaction, guildId: GuildId, deps: CommandDeps, server = deps.access.server(guildId)): Promise<MessageBody> {
  const { settings: say } = deps.texts;
  const scopes = scopesOf(interaction).filter(([kind]) => kind === "channel" || kind === "thread");
  const [settings, prompts, models, cast] = await Promise.all([
    server,
    deps.prompts.read(scopes.map(([, scope]) => scope)),
    readModels(interaction, deps),
    readPersonas(interaction, deps),
  ]);
  // As it is for somebody who has chosen nobody.
  const { persona } = speakingHere(interaction, cast, true);
  const [model] = decisionFor(interaction, { ...models, choices: models.choices.filter(({ scope }) => !scope.startsWith("user:")) }, deps).models;
  const mayChange = mayManageChannel(interaction);
  const content = [
    say.channel.title(`<#${interaction.channelId}>`),
    ...(settings.paused ? [say.channel.paused] : []),
    say.channel[useOf(settings, interaction)],
    ...scopes.map(([kind, scope]) => say.channel[kind === "thread" ? "threadPrompt" : "prompt"](excerpt(prompts.get(scope)?.text ?? "", say.none))),
    ...(model === undefined ? [deps.texts.models.none] : [deps.texts.models.tab.here(`\`${quote(model, 100)}\``)]),
    deps.texts.personas.tab.here(persona === null ? deps.texts.personas.tab.nobody : `${persona.emoji} ${quote(persona.name)}`),
    ...abilities(interaction, deps.texts),
    ...(isFull(settings, interaction) ? [say.channel.full(LIST_LENGTH)] : []),
    ...(settings.channels === null && mayChange ? [say.channel.hint] : []),
    ...(mayChange ? [] : [say.channel.look]),
  ].join("\n");
  const buttons = mayChange
    ? [
        ...useButton(settings, interaction, deps.texts),
        button(say.channel.edit, customId("prompt-edit", "channel"), "secondary", "✏️"),
        button(deps.texts.personas.button.open, customId("persona-view", "channel"), "secondary", "🎭"),
        button(deps.texts.models.button.open, customId("model-view", "channel"), "secondary", "🧠"),
      ]
    : [];
  return { content, components: [tabRow("channel", interaction, deps.texts), ...row(buttons)] };
}

function useOf({ channels }: ServerSettings, interaction: Interaction): "everywhere" | "listed" | "unlisted" {
  if (channels === null) return "everywhere";
  return [listedChannel(interaction), interaction.channelId].some((id) => channels.includes(id)) ? "listed" : "unlisted";
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
