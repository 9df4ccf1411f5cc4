/** Remembers, changes, moves and forgets facts, and says what holds then. Used by /memory, its buttons and windows, and the panel's Remember. */
import { button, customId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, ModalInteraction } from "../discord/interaction.ts";
import { type MessageBody, type Modal, privately, type Reply } from "../discord/reply.ts";
import { cleanText } from "../kernel/clean-text.ts";
import { FACT_LENGTH, type Fact, MOST_FACTS, type NewFact } from "../memory/facts-store.ts";
import { inPlace } from "./in-place.ts";
import { factMessage, handedBack } from "./memory-entry.ts";
import { changeableOwners, madeBy, ownerOf, refusal, scopeFor, type Whose, whoseIs } from "./memory-scope.ts";
import type { CommandDeps } from "./types.ts";

type Act = CommandInteraction | ComponentInteraction | ModalInteraction;

/** Of the windows' text field. */
const FIELD = "text";

/** What was typed as it is kept, or the reply that refuses it. Blank lines say nothing in a fact. */
function readFact(typed: string, { texts }: CommandDeps): string | Reply {
  const { memory: say } = texts;
  const text = cleanText(typed).replaceAll(/\n\s*\n/g, "\n");
  if (text === "") return privately(say.empty);
  if (text.length <= FACT_LENGTH) return text;
  return { type: "message", message: handedBack(say.tooLong(text.length, FACT_LENGTH), text, texts), private: true };
}

/** `isPrivate`: only to be used in private; of what is about oneself. */
export async function remember(interaction: Act, whose: Whose, isPrivate: boolean, typed: string, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const text = readFact(typed, deps);
  if (typeof text !== "string") return text;
  const refused = refusal(interaction, whose, deps.texts);
  if (refused !== undefined) return { type: "message", message: handedBack(refused, text, deps.texts), private: true };
  const scope = scopeFor(interaction, whose, isPrivate && whose === "me");
  if (scope === null) return { type: "message", message: handedBack(say.onlyMe, text, deps.texts), private: true };
  // What is nobody's but that person's belongs to no server.
  const guildId = scope.private ? null : interaction.guildId;
  return keep(
    interaction,
    scope,
    { guildId, channelId: interaction.channelId, owner: ownerOf(interaction, whose), messageId: null, text, origin: "command", quotedKey: null },
    deps,
  );
}

/** Stores it in that scope and says so. `show`: where what became of it is shown. */
export async function keep(
  interaction: Act,
  scope: NonNullable<ReturnType<typeof scopeFor>>,
  fact: Omit<NewFact, "handle" | "private" | "setBy" | "createdAt">,
  deps: CommandDeps,
  show = (message: MessageBody): Reply => inPlace(interaction, message),
): Promise<Reply> {
  const { texts } = deps;
  const { memory: say } = texts;
  const by = await madeBy(interaction, deps);
  const whole: NewFact = { ...fact, handle: by.change, private: scope.private, setBy: by.userId, createdAt: by.at };
  const made = await deps.memories.remember(scope, whole, by.pseudonyms);
  const whose = whoseIs(fact.owner);
  switch (made.kind) {
    case "stored":
      return show(factMessage(sayStored(made.fact, deps), made.fact, interaction, texts, { undo: true }));
    case "known":
      return show(factMessage(say.knownAlready, made.fact, interaction, texts));
    case "gone":
      return privately(say.gone);
    default: {
      const why = made.kind === "full" ? say.full[whose](MOST_FACTS) : say.refusedOptedOut;
      return { type: "message", message: handedBack(why, fact.text, texts), private: true };
    }
  }
}

function sayStored(fact: Fact, { texts: { memory: say } }: CommandDeps): string {
  const whose = whoseIs(fact.owner);
  return whose === "me" ? say.stored[fact.private ? "private" : "public"] : say.stored[whose];
}

export async function changeFact(interaction: CommandInteraction | ModalInteraction, handle: string, typed: string, deps: CommandDeps): Promise<Reply> {
  const { texts } = deps;
  const { memory: say } = texts;
  const text = readFact(typed, deps);
  if (typeof text !== "string") return text;
  const made = await deps.memories.edit(handle, changeableOwners(interaction, texts), text, await madeBy(interaction, deps));
  switch (made.kind) {
    case "gone":
    case "opted-out":
      return { type: "message", message: handedBack(made.kind === "gone" ? say.gone : say.refusedOptedOut, text, texts), private: true };
    case "edited": {
      const message = factMessage(say.edited, made.fact, interaction, texts);
      return inPlace(interaction, { ...message, embeds: [...(message.embeds ?? []), { title: say.before, description: made.before }] });
    }
    default:
      return inPlace(interaction, factMessage({ same: say.same, known: say.known, changed: say.changedMeanwhile }[made.kind], made.fact, interaction, texts));
  }
}

export async function moveFact(interaction: ComponentInteraction, handle: string, isPrivate: boolean, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const scope = scopeFor(interaction, "me", isPrivate);
  if (scope === null || scope.private !== isPrivate) return privately(say.onlyServers);
  const fact = await deps.memories.move(handle, [ownerOf(interaction, "me")], scope, interaction.createdAt);
  if (fact === null) return inPlace(interaction, { content: say.gone, components: backTo("me", deps) });
  const sentence = fact.private === isPrivate ? say.moved[isPrivate ? "private" : "public"] : say.stays;
  return inPlace(interaction, factMessage(sentence, fact, interaction, deps.texts));
}

export async function forgetFact(interaction: CommandInteraction | ComponentInteraction, handle: string, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const fact = await deps.memories.forget(handle, changeableOwners(interaction, deps.texts), interaction.createdAt);
  if (fact === null) return inPlace(interaction, { content: say.gone, components: backTo("me", deps) });
  // What it said, so that a slip can be told again.
  return inPlace(interaction, { content: say.forgotten, embeds: [{ description: fact.text }], components: backTo(whoseIs(fact.owner), deps) });
}

/** Asks first: how many there are is part of the question. */
export async function askForgetAll(interaction: CommandInteraction | ComponentInteraction, whose: Whose, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const refused = refusal(interaction, whose, deps.texts);
  if (refused !== undefined) return privately(refused);
  const n = await deps.memories.count(ownerOf(interaction, whose));
  if (n === 0) return inPlace(interaction, { content: say.forgottenAll(0), components: backTo(whose, deps) });
  const buttons = [button(say.button.reallyForget(n), customId("memory-all-yes", whose), "danger"), listButton(whose, deps)];
  return inPlace(interaction, { content: say.confirmForgetAll[whose](n), components: row(buttons) });
}

export async function forgetAll(interaction: ComponentInteraction, whose: Whose, deps: CommandDeps): Promise<Reply> {
  const refused = refusal(interaction, whose, deps.texts);
  if (refused !== undefined) return privately(refused);
  const n = await deps.memories.forgetAll(ownerOf(interaction, whose), interaction.createdAt);
  return inPlace(interaction, { content: deps.texts.memory.forgottenAll(n), components: backTo(whose, deps) });
}

const listButton = (whose: Whose, { texts }: CommandDeps) => button(texts.memory.button.list, customId("memory", whose, "0"), "secondary", "📋");
const backTo = (whose: Whose, deps: CommandDeps) => row([listButton(whose, deps)]);

/** `opens`: the custom id under which it is sent. */
export function factWindow(opens: string, whose: Whose, value: string, { texts: { memory: say } }: CommandDeps): { type: "modal"; modal: Modal } {
  const { label, placeholder, title } = say.modal;
  const field = { id: FIELD, label, style: "paragraph", required: true, maxLength: FACT_LENGTH, placeholder, ...(value === "" ? {} : { value }) } as const;
  return { type: "modal", modal: { customId: opens, title: title[whose], fields: [field] } };
}

export const typedFact = (interaction: ModalInteraction): string => interaction.fields[FIELD] ?? "";
