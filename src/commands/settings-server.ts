/** The tab Server of /settings, and the view behind its button "Personality and voice". Shown by /settings and its buttons. */
import type { ServerSettings } from "../access/store.ts";
import { button, customId, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import { choiceName, readPersonas } from "./persona-place.ts";
import { formatUsd } from "./render-why.ts";
import {
  blockedRow,
  budgetRow,
  budgetWords,
  channelsRow,
  channelsWords,
  everywhereButton,
  personalityRow,
  personalityWords,
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
    ...(mayChange ? [say.blocked(settings.blocked.length === 0 ? say.nobody : settings.blocked.map((id) => `<@${id}>`).join(", "))] : [say.look]),
  ].join("\n");
  const rest = [
    button(say.setUp, customId("setup", "1"), "secondary", "🧭"),
    button(say.voice, customId("settings-voice"), "secondary", "🎭"),
    button(texts.models.panel.open, customId("settings-models"), "secondary", "🧠"),
    ...everywhereButton(settings, "settings", texts),
    settings.paused ? button(say.wake, customId("settings-pause", "off"), "success") : button(say.pause, customId("settings-pause", "on"), "danger"),
  ];
  const rows = [budgetRow(limit, given, "settings", texts), channelsRow(settings, "settings", texts), blockedRow(settings, texts), ...row(rest)];
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
