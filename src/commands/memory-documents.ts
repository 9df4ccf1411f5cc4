/** Documents of a server: `/memory add` with its window, the question whether one takes another's place, and removing one. What is long is a job (jobs/learn.ts). */
import { button, customId, type Embed, parseCustomId, row } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, Interaction, ModalInteraction } from "../discord/interaction.ts";
import { TEXT_INPUT_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import { privately, type Reply } from "../discord/reply.ts";
import type { LearnInput } from "../jobs/types.ts";
import { cleanText } from "../kernel/clean-text.ts";
import type { GuildId } from "../kernel/ids.ts";
import { NAME_LENGTH } from "../memory/documents-store.ts";
import { isDocument, isOldOffice, isWritten } from "./attachments.ts";
import { inPlace, isTheirs } from "./in-place.ts";
import { handedBack } from "./memory-entry.ts";
import { refusal } from "./memory-scope.ts";
import { fieldValue, readField } from "./panel.ts";
import { serverOf } from "./settings-panel.ts";
import type { CommandDeps, JobRequest } from "./types.ts";

/** As it is attached: UTF-16 takes two bytes for each of its letters. */
const FILE_BYTES = 2 * 1024 * 1024;
/** PDFs and office files hold much more than their text. */
const DOCUMENT_BYTES = 8 * 1024 * 1024;
const [NAME, TEXT] = ["name", "text"];

export interface Given {
  name?: string;
  file?: CommandInteraction["attachments"][string];
  url?: string;
  text?: string;
}

/** The server, or the sentence that refuses. */
function managed(interaction: Interaction, { texts }: CommandDeps): { guildId: GuildId } | string {
  const guildId = serverOf(interaction);
  return guildId === null ? texts.memory.onlyServers : (refusal(interaction, "server", texts) ?? { guildId });
}

export function addDocument(interaction: CommandInteraction | ModalInteraction, given: Given, deps: CommandDeps): Reply | JobRequest {
  const { memory: say } = deps.texts;
  const text = cleanText(given.text ?? "");
  const refused = (sentence: string): Reply => ({ type: "message", message: handedBack(sentence, text, deps.texts), private: true });
  const server = managed(interaction, deps);
  if (typeof server === "string") return refused(server);
  const name = cleanText(given.name ?? "").replaceAll(/\s+/g, " ");
  if (name.length > NAME_LENGTH) return refused(say.add.nameTooLong(name.length, NAME_LENGTH));
  if (text.length > TEXT_INPUT_LENGTH) return refused(say.add.textTooLong(text.length, TEXT_INPUT_LENGTH));
  const url = given.url?.trim() ?? "";
  const sources = [given.file !== undefined, url !== "", text !== ""].filter(Boolean).length;
  if (sources > 1) return refused(say.add.one);
  if (given.file !== undefined) return addFile(name, given.file, deps);
  if (url !== "") return request({ name, source: { kind: "url", url } }, deps);
  if (text !== "" && name !== "") return request({ name, source: { kind: "text", text } }, deps);
  if (interaction.type === "modal") return refused(text === "" ? say.empty : say.add.noName);
  return documentWindow(name, text, deps);
}

function addFile(name: string, file: NonNullable<Given["file"]>, deps: CommandDeps): Reply | JobRequest {
  const { memory, senses } = deps.texts;
  const { add: say } = memory;
  const shown = quote(file.filename);
  if (isOldOffice(file)) return privately(senses.oldOffice(shown));
  if (!isWritten(file)) return privately(say.notText(shown));
  if (file.size > (isDocument(file) ? DOCUMENT_BYTES : FILE_BYTES)) return privately(say.tooLarge(shown));
  return request({ name: name === "" ? clip(file.filename, NAME_LENGTH) : name, source: { kind: "file", file } }, deps);
}

function request({ name, source }: Pick<LearnInput, "name" | "source">, { texts: { memory: say, menus } }: CommandDeps): JobRequest {
  const buttons = [button(say.button.replace, customId("memory-replace", source.kind), "primary"), button(say.button.keep, customId("memory-keep"))];
  const file = source.kind === "file" ? [{ name: clip(source.file.filename, 256), value: fieldValue(source.file, menus.open) }] : [];
  const embed: Embed = {
    ...(name === "" ? {} : { author: { name } }),
    ...(source.kind === "url"
      ? { title: clip(source.url, 256), ...(/^https?:\/\//.test(source.url) && URL.canParse(source.url) ? { url: source.url } : {}) }
      : {}),
    ...(source.kind === "text" ? { description: source.text } : {}),
    ...(file.length === 0 ? {} : { fields: file }),
  };
  const input: LearnInput = { name, source, replace: false, ask: { embeds: [embed], rows: row(buttons) } };
  return { type: "job", kind: "learn", conversation: null, input, private: true, target: "message" };
}

/** The same once more, with leave to take the other one's place: what it was stands in the message. */
export function replaceDocument(interaction: ComponentInteraction, deps: CommandDeps): Reply | JobRequest {
  const { memory: say } = deps.texts;
  const server = managed(interaction, deps);
  if (typeof server === "string") return privately(server);
  const [kind] = parseCustomId(interaction.customId).args;
  const source = isTheirs(interaction) ? sourceIn(interaction, kind) : undefined;
  if (source === undefined) return privately(say.add.gone);
  const again = request({ name: interaction.message.embeds[0]?.authorName ?? "", source }, deps);
  return { ...again, input: { ...(again.input as LearnInput), replace: true }, target: "update" };
}

function sourceIn({ message }: ComponentInteraction, kind: string | undefined): LearnInput["source"] | undefined {
  const embed = message.embeds[0];
  const [file] = embed?.fields.flatMap(readField) ?? [];
  if (kind === "file" && file !== undefined) return { kind, file };
  if (kind === "url" && embed !== undefined && embed.url !== "") return { kind, url: embed.url };
  const text = cleanText(embed?.description ?? "");
  return kind === "text" && text !== "" ? { kind, text } : undefined;
}

export const keepDocument = (interaction: ComponentInteraction, { texts }: CommandDeps): Reply => inPlace(interaction, { content: texts.memory.add.kept });

function documentWindow(name: string, text: string, { texts: { memory: say } }: CommandDeps): Reply {
  const { documentTitle, nameLabel, textLabel } = say.modal;
  const filled = (value: string) => (value === "" ? {} : { value });
  return {
    type: "modal",
    modal: {
      customId: "memory-document",
      title: documentTitle,
      fields: [
        { id: NAME, label: nameLabel, style: "short", required: true, maxLength: NAME_LENGTH, ...filled(name) },
        { id: TEXT, label: textLabel, style: "paragraph", required: true, maxLength: TEXT_INPUT_LENGTH, ...filled(text) },
      ],
    },
  };
}

export const typedDocument = ({ fields }: ModalInteraction): Given => ({ name: fields[NAME] ?? "", text: fields[TEXT] ?? "" });

export async function askRemove(interaction: ComponentInteraction, id: number, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const server = managed(interaction, deps);
  if (typeof server === "string") return privately(server);
  const document = Number.isSafeInteger(id) ? await deps.documents.find(server.guildId, id) : null;
  if (document === null) return inPlace(interaction, { content: say.add.removedAlready, components: row([listButton(deps)]) });
  const buttons = [button(say.button.reallyRemove, customId("memory-remove-yes", String(id)), "danger"), listButton(deps)];
  return inPlace(interaction, { content: say.add.confirmRemove(quote(document.name), say.passages(document.passages)), components: row(buttons) });
}

export async function removeDocument(interaction: ComponentInteraction, id: number, deps: CommandDeps): Promise<Reply> {
  const { memory: say } = deps.texts;
  const server = managed(interaction, deps);
  if (typeof server === "string") return privately(server);
  const removed = Number.isSafeInteger(id) ? await deps.documents.remove(server.guildId, id) : null;
  const content = removed === null ? say.add.removedAlready : say.add.removed(quote(removed.name));
  return inPlace(interaction, { content, components: row([listButton(deps)]) });
}

const listButton = ({ texts }: CommandDeps) => button(texts.memory.button.list, customId("memory", "documents", "0"), "secondary", "📋");
