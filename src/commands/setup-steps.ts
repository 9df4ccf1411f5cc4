/** The four steps of the set-up, each with a default that is fine. Shown by actions/setup.ts, and again after each choice. */
import { type ActionRow, type Button, button, customId, row } from "../discord/components.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { GuildId } from "../kernel/ids.ts";
import {
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
import { speakInRow, speakingLines } from "./settings-presence.ts";
import { type Fresh, readPrompt } from "./settings-server.ts";
import type { CommandDeps } from "./types.ts";

export const setupSteps = ["channels", "personality", "unasked", "budget"] as const;
export type SetupStep = (typeof setupSteps)[number];

/** Behind the last step. */
export const CHECK = "check";

/** What a step shows above and beside the way on. */
interface View {
  now: string;
  /** Its default holds: going on is skipping it. */
  isDefault: boolean;
  rows: readonly ActionRow[];
  buttons?: Button[];
  notes?: readonly string[];
}

export async function setupStep(step: SetupStep, guildId: GuildId, deps: CommandDeps, fresh: Fresh = {}): Promise<MessageBody> {
  const { setup: say } = deps.texts;
  const view = await views[step](guildId, deps, fresh);
  const n = setupSteps.indexOf(step) + 1;
  const isLast = n === setupSteps.length;
  const content = [say.heading(n, setupSteps.length), say.steps[step], say.now(view.now), ...(view.notes ?? [])].join("\n");
  const way = [
    ...(n > 1 ? [button(say.back, customId("setup", String(n - 1)))] : []),
    button(isLast ? say.finish : view.isDefault ? say.skip : say.next, customId("setup", isLast ? CHECK : String(n + 1)), "primary"),
  ];
  return { content, components: [...view.rows, ...row([...way, ...(view.buttons ?? [])])] };
}

const views: Record<SetupStep, (guildId: GuildId, deps: CommandDeps, fresh: Fresh) => Promise<View>> = {
  async channels(guildId, { access, texts }, fresh) {
    const settings = fresh.settings ?? (await access.server(guildId));
    return {
      now: channelsWords(settings, texts),
      isDefault: settings.channels === null,
      rows: [channelsRow(settings, "setup", texts)],
      buttons: everywhereButton(settings, "setup", texts),
    };
  },

  async personality(guildId, deps, fresh) {
    const prompt = fresh.prompt ?? (await readPrompt(guildId, deps));
    return {
      now: personalityWords(prompt, deps.texts),
      isDefault: prompt === "",
      rows: [personalityRow(prompt, "setup", deps.texts)],
      buttons: [wordsButton("setup", deps.texts)],
    };
  },

  async unasked(guildId, { access, autonomy, texts }, fresh) {
    const [settings, watched] = await Promise.all([fresh.settings ?? access.server(guildId), autonomy.ofServer(guildId)]);
    const { chattiness } = settings;
    const isSilent = chattiness === "silent";
    return {
      now: texts.settings.choice.unasked[chattiness].name,
      isDefault: isSilent,
      // A word alone lets it speak nowhere.
      rows: [unaskedRow(chattiness, "setup", texts), ...(isSilent ? [] : [speakInRow(watched, texts)])],
      notes: speakingLines(watched, settings, texts),
    };
  },

  async budget(guildId, { budget, facts, texts }, fresh) {
    const given = facts.serverBudgetMicroUsd;
    const limit = fresh.limit === undefined ? await budget.serverLimit(guildId) : fresh.limit;
    return { now: budgetWords(limit, given, texts), isDefault: limit === null, rows: [budgetRow(limit, given, "setup", texts)] };
  },
};
