/** The privacy notice with its switch to opt out, the way to one's data, and the way to have it erased. Shown by /privacy and its buttons. */
import { button, customId, linkButton, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { MessageBody } from "../discord/reply.ts";
import { serverOfModels } from "./model-view.ts";
import { serverOf } from "./settings-panel.ts";
import type { CommandDeps } from "./types.ts";

/** Of a team, which may have 75 members. */
const NAMED = 10;

/** Days for which words are kept where the interaction comes from. */
export async function retentionDaysOf(interaction: Interaction, { access, facts }: CommandDeps): Promise<number> {
  const guildId = serverOf(interaction);
  return (guildId === null ? null : (await access.server(guildId)).retentionDays) ?? facts.retentionDays;
}

/** `optedOut`: where that was just decided. */
export async function privacyNotice(interaction: Interaction, deps: CommandDeps, optedOut?: boolean): Promise<MessageBody> {
  const { facts, texts, access, erasures } = deps;
  const { privacy: say } = texts;
  const { owners, publicUrl } = facts;
  const names = await deps.pseudonyms(interaction.user.id);
  const [out, receipt, days, own] = await Promise.all([
    optedOut ?? access.optedOut(names).then(({ size }) => size > 0),
    erasures.newest(names),
    retentionDaysOf(interaction, deps),
    ownHost(interaction, deps),
  ]);
  const mentions = owners.slice(0, NAMED).map((id) => `<@${id}>`);
  const content = [
    say.title,
    say.kept(days),
    ...(facts.noticeFacts && !out ? [say.notices] : []),
    say.goes(own ?? facts.modelHost),
    // What a server asks at its own endpoint goes nowhere else.
    ...(facts.embeddingHost === null || own !== null ? [] : [say.embedded(facts.embeddingHost)]),
    ...(facts.speechHost === null || own !== null ? [] : [say.spoken(facts.speechHost)]),
    ...(facts.audioHost === null || own !== null ? [] : [say.listened(facts.audioHost)]),
    ...(facts.imageHost === null ? [] : [say.pictures(facts.imageHost)]),
    say.others,
    say.backups,
    owners.length === 0 ? say.runsUnknown : say.runs(mentions.join(", ")),
    out ? say.optedOut(days) : say.takesPart,
    ...(receipt === null ? [] : [say.lastErased(`<t:${Math.floor(receipt.at / 1000)}:D>`, receipt.id)]),
  ].join("\n");
  const buttons = [
    out ? button(say.optIn, customId("privacy-opt", "in"), "success") : button(say.optOut, customId("privacy-opt", "out"), "secondary"),
    button(say.export, customId("privacy-export"), "secondary", "📦"),
    button(say.erase, customId("privacy-erase"), "danger", "🗑️"),
    ...(publicUrl === "" ? [] : [linkButton(say.page, `${publicUrl}/privacy`)]),
  ];
  return { content, components: row(buttons) };
}

export function eraseQuestion({ texts: { privacy: say } }: CommandDeps): MessageBody {
  const buttons = [button(say.eraseNow, customId("privacy-erase", "now"), "danger"), button(say.back, customId("privacy", "back"))];
  return { content: say.confirmErase, components: row(buttons) };
}

/** Where questions go from here if the server has an endpoint of its own. */
async function ownHost(interaction: Interaction, { modelStore }: CommandDeps): Promise<string | null> {
  const guildId = serverOfModels(interaction);
  const { own } = guildId === null ? { own: null } : await modelStore.readServer(guildId);
  return own === null ? null : new URL(own.address).host;
}
