/** The tab Server of /settings, and the views behind its buttons "Personality and voice" and "People and memory". Shown by /settings and its buttons. */
import type { ServerSettings } from "../access/store.ts";
import { button, customId, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import { choiceName, readPersonas } from "./persona-place.ts";
import { formatUsd } from "./render-why.ts";
import {
  blockedRow,
  blockedWords,
  budgetRow,
  budgetWords,
  channelsRow,
  channelsWords,
  everywhereButton,
  personalityRow,
  personalityWords,
  retentionRow,
  unaskedRow,
  wordsButton,
} from "./settings-choices.ts";
import { mayManageServer, tabRow } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** What a change that was just made leaves behind, so that it need not be read again. */
export interface Fresh {
  settings?: ServerSettings;
  limit?: number | null;
  prompt?: string;
}

async function readServer(guildId: GuildId, deps: CommandDeps, fresh: Fresh) {
  const { access, budget, clock } = deps;
  const [settings, limit, spent, prompt] = await Promise.all([
    fresh.settings ?? access.server(guildId),
    fresh.limit === undefined ? budget.serverLimit(guildId) : fresh.limit,
    budget.serverSpent(guildId, clock.now()),
    fresh.prompt ?? readPrompt(guildId, deps),
  ]);
  return { settings, limit, spent, prompt };
}

export async function readPrompt(guildId: GuildId, deps: CommandDeps): Promise<string> {
  const scope = `server:${guildId}` as const;
  return (await deps.prompts.read([scope])).get(scope)?.text ?? "";
}

/** Who speaks unless a channel or somebody has chosen another one, as a word for people. */
async function readPersona(interaction: Interaction, guildId: GuildId, deps: CommandDeps): Promise<string> {
  return choiceName(`server:${guildId}`, await readPersonas(interaction, deps), deps.texts) ?? deps.texts.personas.tab.nobody;
}

export async function serverTab(interaction: Interaction, guildId: GuildId, deps: CommandDeps, fresh: Fresh = {}): Promise<MessageBody> {
  const { texts, facts } = deps;
  const { server: say, choice } = texts.settings;
  const [{ settings, limit, spent, prompt }, persona] = await Promise.all([readServer(guildId, deps, fresh), readPersona(interaction, guildId, deps)]);
  const mayChange = mayManageServer(interaction);
  const given = facts.serverBudgetMicroUsd;
  const content = [
    say.title,
    settings.paused ? say.paused : say.awake,
    texts.personas.tab.here(persona),
    say.personality(personalityWords(prompt, texts)),
    say.budget(budgetWords(limit, given, texts), formatUsd(spent)),
    say.where(channelsWords(settings, texts)),
    say.unasked(choice.unasked[settings.chattiness].name),
    // Who is not answered is between them and the managers.
    say.retention(settings.retentionDays ?? facts.retentionDays),
    ...(mayChange ? [say.blocked(blockedWords(settings, texts))] : [say.look]),
  ].join("\n");
  const views = [
    button(say.setUp, customId("setup", "1"), "secondary", "🧭"),
    button(say.voice, customId("settings-voice"), "secondary", "🎭"),
    button(say.people, customId("settings-people"), "secondary", "🗂️"),
    button(texts.models.panel.open, customId("settings-models"), "secondary", "🧠"),
    button(texts.tools.settings.open, customId("settings-tools"), "secondary", "🧰"),
  ];
  const rest = [
    button(texts.notify.open, customId("notify-view", "server"), "secondary", "🔔"),
    ...everywhereButton(settings, "settings", texts),
    settings.paused ? button(say.wake, customId("settings-pause", "off"), "success") : button(say.pause, customId("settings-pause", "on"), "danger"),
  ];
  const rows = [budgetRow(limit, given, "settings", texts), channelsRow(settings, "settings", texts), ...row(views), ...row(rest)];
  return { content, components: [tabRow("server", interaction, texts), ...(mayChange ? rows : [])] };
}

export async function voiceView(interaction: Interaction, guildId: GuildId, deps: CommandDeps, fresh: Fresh = {}): Promise<MessageBody> {
  const { texts } = deps;
  const { server: say, choice } = texts.settings;
  const [{ settings, prompt }, persona] = await Promise.all([readServer(guildId, deps, fresh), readPersona(interaction, guildId, deps)]);
  return {
    content: [
      say.title,
      texts.personas.tab.here(persona),
      say.personality(personalityWords(prompt, texts)),
      say.unasked(choice.unasked[settings.chattiness].name),
      choice.notYet,
    ].join("\n"),
    components: [
      // Back has an id of its own: none may stand twice in a message.
      tabRow("server", interaction, texts),
      personalityRow(prompt, "settings", texts),
      unaskedRow(settings.chattiness, "settings", texts),
      ...row([
        button(texts.personas.button.open, customId("persona-view", "server"), "secondary", "🎭"),
        wordsButton("settings", texts),
        button(say.back, customId("settings", "server", "back")),
      ]),
    ],
  };
}

export async function peopleView(interaction: Interaction, guildId: GuildId, deps: CommandDeps, fresh: Fresh = {}): Promise<MessageBody> {
  const { texts, facts, access } = deps;
  const { server: say } = texts.settings;
  const settings = fresh.settings ?? (await access.server(guildId));
  return {
    content: [say.title, say.retention(settings.retentionDays ?? facts.retentionDays), say.retentionHint, say.blocked(blockedWords(settings, texts))].join(
      "\n",
    ),
    components: [
      tabRow("server", interaction, texts),
      retentionRow(settings, facts.retentionDays, texts),
      blockedRow(settings, texts),
      ...row([button(say.back, customId("settings", "server", "back"))]),
    ],
  };
}
