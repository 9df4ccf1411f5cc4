/** `/catchup`: what somebody missed becomes a private job. No I/O here: what is wrong with it is visible in the payload. */
import { catchup as declaration } from "../../commands/catchup.ts";
import { botAccess } from "../discord/access.ts";
import { mayReadMessages, SPOKEN_IN } from "../discord/channel-access.ts";
import type { AutocompleteInteraction, CommandInteraction, ResolvedChannel } from "../discord/interaction.ts";
import { AUTOCOMPLETE_CHOICES, CHOICE_LENGTH } from "../discord/limits.ts";
import { quote } from "../discord/quote.ts";
import { privately } from "../discord/reply.ts";
import type { AskInput } from "../jobs/types.ts";
import { parseSince, type Since, sinceMoment } from "../kernel/since.ts";
import { conversationKey } from "../memory/store.ts";
import { readOptions } from "./options.ts";
import { byTypedOption } from "./subcommands.ts";
import type { CommandDeps, Handler } from "./types.ts";

/** Clocks are ahead of UTC by this much at most, ms. */
const FURTHEST_ZONE_MS = 14 * 60 * 60_000;

export const catchup: Handler<CommandInteraction> = (interaction, deps) => {
  const { since: typed, question = "", channel } = readOptions(declaration, interaction);
  const since = typed === undefined ? undefined : readSince(typed, deps);
  if (typeof since === "string") return privately(since);
  const refusal = refusalOf(interaction, channel, deps);
  if (refusal !== undefined) return privately(refusal);
  const elsewhere = channel === undefined || channel.id === interaction.channelId ? {} : { channelId: channel.id };
  const input: AskInput = {
    trigger: "catchup",
    catchup: { ...(since === undefined ? {} : { since }), ...elsewhere },
    prompt: question.trim(),
    attachments: [],
    readChannel: true,
  };
  return { type: "job", kind: "ask", conversation: conversationKey(interaction.channelId, interaction.user.id, true), input, private: true, target: "message" };
};

/** A sentence for what cannot be read; undefined: from the asker's last message on. */
function readSince(typed: string, { clock, texts }: CommandDeps): Since | string | undefined {
  if (typed.trim() === "") return texts.catchup.badSinceEmpty;
  const since = parseSince(typed);
  if (since === null) return texts.catchup.badSince(quote(typed));
  if (since === "last-message") return undefined;
  // Whose today it is shows in the turn.
  const isAhead = sinceMoment(since, clock.now(), "UTC") > clock.now() + FURTHEST_ZONE_MS;
  return isAhead ? texts.catchup.ahead(quote(typed)) : since;
}

/** As far as Discord tells: what the bot may do elsewhere is found out in the turn. */
function refusalOf(interaction: CommandInteraction, channel: ResolvedChannel | undefined, { texts }: CommandDeps): string | undefined {
  const say = texts.catchup;
  const { present, canRead } = botAccess(interaction);
  if (!present) return say.guest;
  if (channel === undefined || channel.id === interaction.channelId) return canRead ? undefined : say.hereUnreadable;
  if (interaction.guildId === null) return say.otherServer;
  const mention = `<#${channel.id}>`;
  if (!SPOKEN_IN.some((type) => type === channel.type)) return say.noMessages(mention);
  return channel.memberPermissions === null || mayReadMessages(channel.memberPermissions, channel.type) ? undefined : say.youMayNot(mention);
}

/** What was typed first, if it can be read; then what contains it. */
const completeSince: Handler<AutocompleteInteraction> = ({ focused }, { texts }) => {
  const typed = focused.value.trim();
  const isWhole = typed !== "" && typed.length <= CHOICE_LENGTH && parseSince(typed) !== null;
  const wanted = typed.toLowerCase();
  const fitting = texts.catchup.suggestions.filter(({ name, value }) => name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted));
  const own = isWhole && !fitting.some(({ value }) => value.toLowerCase() === wanted) ? [{ name: typed, value: typed }] : [];
  return { type: "choices", choices: [...own, ...fitting].slice(0, AUTOCOMPLETE_CHOICES) };
};

export const completeCatchup = byTypedOption(declaration, { since: completeSince });
