/**
 * "Remind me": of somebody's message, later. The question shows the message in an embed, which Discord hands back with each press: nothing is stored until
 * somebody says when. Of its words a short quote is kept, unless they typed a note of their own.
 */
import { createOptOutCheck } from "../access/opt-outs.ts";
import { button, customId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, MessageSnapshot, ModalInteraction } from "../discord/interaction.ts";
import { messageLink } from "../discord/messages.ts";
import { clip, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import { isSnowflake, type UserId } from "../kernel/ids.ts";
import { quoted } from "../schedule/reminder-store.ts";
import { quotedIn } from "./panel.ts";
import { type About, make } from "./remind-make.ts";
import { reminderWindow } from "./remind-view.ts";
import type { CommandDeps, Handler } from "./types.ts";

/** Of its words, enough to recognise it. */
const QUOTE_LENGTH = 80;
const NAME_LENGTH = 100;

/** In words that readWhen knows. */
const CHOICES = { soon: "in 20 minutes", hour: "in 1 hour", tomorrow: "tomorrow at 9:00" } as const;
type Choice = keyof typeof CHOICES;
const isChoice = (word: string): word is Choice => Object.hasOwn(CHOICES, word);

export const remindMe: Handler<CommandInteraction> = async (interaction, deps) => {
  const { menus, reminders: say } = deps.texts;
  const target = interaction.targetMessage;
  if (target === undefined) return privately(menus.unreadable);
  const refusal = await refusedFor(target, interaction, deps);
  if (refusal !== null) return refusal;
  const { id, bot, name } = target.author;
  const args = [id, bot ? "1" : "0"];
  const words = quote(target.content, QUOTE_LENGTH);
  const embed = {
    author: { name: clip(name, NAME_LENGTH) },
    title: menus.original,
    url: messageLink(interaction.guildId, interaction.channelId, target.id),
    timestamp: new Date(target.sentAt).toISOString(),
    ...(words === "" ? {} : { description: words }),
  };
  const buttons = [
    ...(Object.keys(CHOICES) as Choice[]).map((choice) => button(say.menu[choice], customId("remind-about", choice, ...args), "secondary", "⏰")),
    button(say.menu.other, customId("remind-about", "other", ...args), "secondary", "✏️"),
  ];
  return { type: "message", message: { content: say.menu.ask, embeds: [embed], components: row(buttons) }, private: true };
};

/** `remind-about:<choice>:<author>:<bot>` */
const chosen: Handler<ComponentInteraction> = async (press, deps) => {
  const [choice = "", ...author] = argsOf(press);
  if (choice === "other") return reminderWindow(customId("remind-about", ...author), {}, true, deps);
  return isChoice(choice) ? about(press, author, { what: "", when: CHOICES[choice], repeat: "" }, deps) : privately(deps.texts.edge.unknownAction);
};

const typed: Handler<ModalInteraction> = (press, deps) => {
  const { what = "", when = "", repeat = "" } = press.fields;
  return about(press, argsOf(press), { what, when, repeat }, deps);
};

export const remindMeActions: Record<string, Handler<ComponentInteraction>> = { "remind-about": chosen };
export const remindMeModals: Record<string, Handler<ModalInteraction>> = { "remind-about": typed };

const argsOf = ({ customId: id }: ComponentInteraction | ModalInteraction): string[] => id.split(":").slice(1);

async function about(
  press: ComponentInteraction | ModalInteraction,
  [id = "", bot]: string[],
  said: { what: string; when: string; repeat: string },
  deps: CommandDeps,
): Promise<Reply> {
  const target = isSnowflake(id) ? quotedIn(press.message, { id: id as UserId, bot: bot === "1" }) : undefined;
  if (target === undefined) return privately(deps.texts.menus.panelGone);
  const refusal = await refusedFor(target, press, deps);
  if (refusal !== null) return refusal;
  return make(press, said, deps, { about: await aboutOf(target, press, deps) });
}

async function aboutOf({ id, author, content }: MessageSnapshot, { user }: { user: { id: UserId } }, { pseudonyms }: CommandDeps): Promise<About> {
  const isOthers = !author.bot && author.id !== user.id;
  const words = content === "" ? "" : quoted(`${quote(author.name, NAME_LENGTH)}: ${content}`);
  return { messageId: id, quotedKey: isOthers ? (await pseudonyms(author.id))[0] : null, quote: words };
}

/** Its author may have opted out; asked anew at each press. */
async function refusedFor({ author }: MessageSnapshot, { user }: { user: { id: UserId } }, deps: CommandDeps): Promise<Reply | null> {
  const { menus } = deps.texts;
  if (author.bot || author.id === user.id) return null;
  const optedOut = await createOptOutCheck(deps)([author.id]);
  if (optedOut === null) return privately(menus.uncheckedAuthor);
  return optedOut.size > 0 ? privately(menus.optedOut) : null;
}
