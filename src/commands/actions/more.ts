/** More: a panel of what else can be done with an answer, for whoever may. What it offers is looked at again when it is pressed. */
import { askerMayWrite, botAccess, botMayReply } from "../../discord/access.ts";
import { button, parseCustomId, row } from "../../discord/components.ts";
import type { ComponentInteraction } from "../../discord/interaction.ts";
import { allows, permission } from "../../discord/permissions.ts";
import { privately } from "../../discord/reply.ts";
import type { AnswerJobInput, ReadAloudInput } from "../../jobs/types.ts";
import { actionId, IN_PANEL, WITH_SOURCES } from "../../turns/actions.ts";
import { serverOf } from "../settings-panel.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";
import { isRefusal, type Press, readPress } from "./press.ts";
import { why } from "./why.ts";

/** Text and announcements. Source: Discord reference, "Channel Types". */
const WITH_THREADS: readonly number[] = [0, 5];
const FOR_A_VOICE = [permission.sendVoiceMessages, permission.attachFiles];
const FOR_A_THREAD = ["createPublicThreads", "sendMessagesInThreads"] as const;

export const more: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const { texts, facts } = deps;
  // A private answer is taken away by Discord itself, and nobody else would follow into a thread. Where it can't be read aloud either there is Why alone.
  if (press.private && facts.speechHost === null) return why(interaction, deps);
  const id = (action: "why" | "sources" | "thread" | "delete" | "read-aloud") => actionId(action, press.turnId, press.askerId, press.private ? "" : IN_PANEL);
  const cites = parseCustomId(interaction.customId).args[2] === WITH_SOURCES;
  const aloud = facts.speechHost === null ? [] : [button(texts.button.readAloud, id("read-aloud"), "secondary", "🔊")];
  const buttons = [
    button(texts.button.why, id("why"), "secondary", "❓"),
    ...(cites ? [button(texts.button.sources, id("sources"), "secondary", "🔗")] : []),
    ...aloud,
    ...(!press.private && mayHaveThreads(interaction) ? [button(texts.button.thread, id("thread"), "secondary", "🧵")] : []),
    ...(!press.private && interaction.botPresent ? [button(texts.button.delete, id("delete"), "danger", "🗑️")] : []),
  ];
  return { type: "message", message: { content: texts.more.title, components: row(buttons) }, private: true };
};

export const thread: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  const { more: say } = deps.texts;
  if (!mayHaveThreads(interaction)) return privately(say.noThreads);
  const [theirs, own] = [interaction.memberPermissions ?? 0n, interaction.appPermissions].map((granted) =>
    FOR_A_THREAD.filter((name) => !allows(granted, permission[name])),
  );
  if (theirs !== undefined && theirs.length > 0) return privately(say.youLack(named(theirs, deps)));
  if (own !== undefined && own.length > 0) return privately(say.iLack(named(own, deps)));
  return aboutAnswer("thread", interaction, press);
};

export const deleteAnswer: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  return interaction.botPresent ? aboutAnswer("delete-answer", interaction, press) : privately(deps.texts.more.cannotDelete);
};

/** Who lacks what a voice message needs hears a file alone; whether the answer itself is private the job finds out. */
export const readAloud: Handler<ComponentInteraction> = (interaction, deps) => {
  const press = readPress(interaction, deps);
  if (isRefusal(press)) return press;
  if (deps.facts.speechHost === null) return privately(deps.texts.aloud.off);
  const request = aboutAnswer("read-aloud", interaction, press);
  // One after the other for each person: voices are slow, and wait at the same gate as answers do.
  const conversation = `aloud:${interaction.channelId}:${interaction.user.id}`;
  return { ...request, conversation, input: { ...request.input, voice: whoMaySpeak(interaction), reply: botMayReply(interaction) } satisfies ReadAloudInput };
};

function whoMaySpeak(interaction: ComponentInteraction): ReadAloudInput["voice"] {
  const { appPermissions, memberPermissions } = interaction;
  if (!botAccess(interaction).canPost || !allows(appPermissions, ...FOR_A_VOICE)) return "bot-lacks";
  // Who may not should not speak through the bot either.
  return askerMayWrite(interaction) && (memberPermissions === null || allows(memberPermissions, ...FOR_A_VOICE)) ? "yes" : "asker-lacks";
}

/** A thread hangs on a message of a channel that is no thread itself. */
function mayHaveThreads(interaction: ComponentInteraction): boolean {
  return serverOf(interaction) !== null && WITH_THREADS.includes(interaction.channelType);
}

function named(names: readonly (typeof FOR_A_THREAD)[number][], { texts }: CommandDeps): string {
  const words = { ...texts.check.permission, createPublicThreads: texts.more.createPublicThreads };
  return names.map((name) => `**${words[name]}**`).join(", ");
}

/** The panel becomes what came of it. */
function aboutAnswer(kind: string, { memberPermissions }: ComponentInteraction, { turnId }: Press): JobRequest & { input: AnswerJobInput } {
  const input: AnswerJobInput = { turnId, moderates: allows(memberPermissions ?? 0n, permission.manageMessages) };
  return { type: "job", kind, conversation: null, input, private: true, target: "update" };
}
