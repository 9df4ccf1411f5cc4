/** The panel of `/memory show`: what is remembered about the asker, the channel or the server, and the server's documents, page by page. */
import { type ActionRow, type Button, button, customId, type Embed, row, type SelectOption, selectRow } from "../discord/components.ts";
import type { CommandInteraction, ComponentInteraction, Interaction } from "../discord/interaction.ts";
import { CHOICE_LENGTH } from "../discord/limits.ts";
import { clip, quote } from "../discord/quote.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { Texts } from "../locales/index.ts";
import type { DocumentInfo } from "../memory/documents-store.ts";
import { inPlace } from "./in-place.ts";
import { factLine, factMessage } from "./memory-entry.ts";
import { ownerOf, refusal, shownScopes, type Whose, wholes } from "./memory-scope.ts";
import { serverOf } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

export const memoryTabs = [...wholes, "documents"] as const;
export type MemoryTab = (typeof memoryTabs)[number];

/** Entries of a page: all of them fit into one embed. */
const PAGE = 8;
const NAME_LENGTH = 80;
const SOURCE_LENGTH = 200;

interface Listed {
  lines: string[];
  /** How many there are in all. */
  count: number;
  options: SelectOption[];
  notes: string[];
  /** Whether facts are noted without being told; absent where that is not the question. */
  noticing?: boolean;
}

/** Only the person's own where the bot is no member. */
function tabsOf(interaction: Interaction): readonly MemoryTab[] {
  return serverOf(interaction) === null ? ["me"] : memoryTabs;
}

/** `page`: 0 is the first; one that is not there any more is the last. */
export async function showMemory(interaction: CommandInteraction | ComponentInteraction, tab: MemoryTab, page: number, deps: CommandDeps) {
  const { texts } = deps;
  const { memory: say } = texts;
  if (!tabsOf(interaction).includes(tab)) return inPlace(interaction, { content: say.onlyServers, components: [tabRow("me", interaction, texts)] });
  const listed = tab === "documents" ? await listDocuments(interaction, page, deps) : await listFacts(interaction, tab, page, deps);
  const pages = Math.max(1, Math.ceil(listed.count / PAGE));
  // The last entries of the last page were forgotten meanwhile.
  if (page >= pages) return showMemory(interaction, tab, pages - 1, deps);
  const notes = [...listed.notes, ...(pages > 1 ? [say.page(page + 1, pages)] : [])];
  const embed: Embed = { description: listed.lines.length === 0 ? say.nothing[tab] : listed.lines.join("\n") };
  const select = { type: 3, custom_id: customId("memory-open"), placeholder: say.choose, options: listed.options } as const;
  const message: MessageBody = {
    content: [say.title[tab], say.use[tab], ...notes].join("\n"),
    embeds: [embed],
    components: [
      ...(tabsOf(interaction).length > 1 ? [tabRow(tab, interaction, texts)] : []),
      ...(listed.options.length === 0 ? [] : [selectRow(select)]),
      ...row([...pageButtons(tab, page, pages, texts), ...actionButtons(tab, listed, interaction, texts)]),
    ],
  };
  return inPlace(interaction, message);
}

async function listFacts(interaction: Interaction, whose: Whose, page: number, deps: CommandDeps): Promise<Listed> {
  const { memory: say } = deps.texts;
  const { id } = interaction.user;
  const owner = ownerOf(interaction, whose);
  const [found, out, person] = await Promise.all([
    deps.memories.list(shownScopes(interaction), owner, id, { offset: page * PAGE, limit: PAGE }),
    deps.pseudonyms(id).then(deps.access.optedOut),
    whose === "me" && deps.facts.noticeFacts ? deps.access.person(id) : null,
  ]);
  const elsewhere = found.countAnywhere - found.count;
  return {
    lines: found.facts.map((fact, at) => factLine(fact, page * PAGE + at + 1, deps.texts)),
    count: found.count,
    options: found.facts.map(({ handle, text }, at) => ({
      label: clip(`${page * PAGE + at + 1}. ${quote(text, CHOICE_LENGTH)}`, CHOICE_LENGTH),
      value: `fact:${handle}`,
    })),
    notes:
      whose === "me"
        ? [
            ...(elsewhere > 0 ? [say.elsewhere(elsewhere)] : []),
            ...(out.size > 0 ? [say.optedOut] : person === null ? [] : [say.noticing[person.noticing ? "on" : "off"]]),
          ]
        : [],
    // Who opted out has nothing of the kind to switch.
    ...(person === null || out.size > 0 ? {} : { noticing: person.noticing }),
  };
}

async function listDocuments(interaction: Interaction, page: number, deps: CommandDeps): Promise<Listed> {
  const guildId = serverOf(interaction);
  const all = guildId === null ? [] : await deps.documents.list(guildId);
  const shown = all.slice(page * PAGE, (page + 1) * PAGE);
  return {
    lines: shown.map((document, at) => `${page * PAGE + at + 1}. **${quote(document.name, NAME_LENGTH)}**\n-# ${documentDetails(document, deps.texts)}`),
    count: all.length,
    options: shown.map(({ id, name }, at) => ({ label: clip(`${page * PAGE + at + 1}. ${name}`, CHOICE_LENGTH), value: `document:${id}` })),
    notes: [],
  };
}

/** How much it is, from where, since when and by whom. */
function documentDetails({ passages, length, source, addedAt, addedBy }: DocumentInfo, { memory: say }: Texts): string {
  const from = source === "" ? say.typed : sourceLink(source);
  return [
    say.passages(passages),
    say.characters(length),
    from,
    `<t:${Math.floor(addedAt / 1000)}:d>`,
    ...(addedBy === "" ? [] : [say.by(`<@${addedBy}>`)]),
  ].join(" · ");
}

/** A page by its host, unless its address would fill the list; a file by its name. */
function sourceLink(source: string): string {
  if (!/^https?:\/\//.test(source) || !URL.canParse(source)) return quote(source, SOURCE_LENGTH);
  const { host, href } = new URL(source);
  const name = quote(host, NAME_LENGTH);
  return href.length > SOURCE_LENGTH ? name : `[${name}](${href.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}

/** What the select's value names. */
export async function openEntry(interaction: ComponentInteraction, value: string, deps: CommandDeps) {
  const { memory: say } = deps.texts;
  const [kind, id = ""] = value.split(":");
  if (kind === "document") return openDocument(interaction, Number(id), deps);
  const found = await deps.memories.find(id, shownScopes(interaction), interaction.user.id);
  if (found === null) return inPlace(interaction, { content: say.gone, components: [tabRow("me", interaction, deps.texts)] });
  return inPlace(interaction, factMessage("", found.fact, interaction, deps.texts, { versions: found.versions }));
}

async function openDocument(interaction: ComponentInteraction, id: number, deps: CommandDeps) {
  const { memory: say } = deps.texts;
  const guildId = serverOf(interaction);
  const document = guildId === null || !Number.isSafeInteger(id) ? null : await deps.documents.find(guildId, id);
  const list = button(say.button.list, customId("memory", "documents", "0"), "secondary", "📋");
  if (document === null) return inPlace(interaction, { content: say.add.removedAlready, components: row([list]) });
  const mayRemove = refusal(interaction, "server", deps.texts) === undefined;
  const embed: Embed = { title: document.name, description: `-# ${documentDetails(document, deps.texts)}` };
  const remove = button(say.button.remove, customId("memory-remove", String(id)), "danger", "🗑️");
  return inPlace(interaction, { content: "", embeds: [embed], components: row([...(mayRemove ? [remove] : []), list]) });
}

function tabRow(current: MemoryTab, interaction: Interaction, { memory: say }: Texts): ActionRow {
  return {
    type: 1,
    components: tabsOf(interaction).map((tab) => button(say.tab[tab], customId("memory", tab, "0"), tab === current ? "primary" : "secondary")),
  };
}

function pageButtons(tab: MemoryTab, page: number, pages: number, { memory: say }: Texts): Button[] {
  if (pages === 1) return [];
  const to = (label: string, target: number, emoji: string): Button => ({
    ...button(label, customId("memory", tab, String(Math.max(0, target)), target > page ? "next" : "previous"), "secondary", emoji),
    ...(target < 0 || target >= pages ? { disabled: true } : {}),
  });
  return [to(say.more.previous, page - 1, "◀️"), to(say.more.next, page + 1, "▶️")];
}

function actionButtons(tab: MemoryTab, { count, noticing }: Listed, interaction: Interaction, texts: Texts): Button[] {
  const { button: say } = texts.memory;
  if (tab === "documents" || refusal(interaction, tab, texts) !== undefined) return [];
  const tell = button(say.tell, customId("memory-new", tab), "secondary", "➕");
  const notice =
    noticing === undefined ? [] : [button(noticing ? say.noticeOff : say.noticeOn, customId("memory-notice", noticing ? "off" : "on"), "secondary", "👀")];
  return [tell, ...notice, ...(count > 0 ? [button(say.forgetAll, customId("memory-all", tab), "danger", "🗑️")] : [])];
}
