/** The privacy notice with the switch to opt out. Shown by /privacy and its buttons. */
import { button, customId, row } from "../discord/components.ts";
import type { Interaction } from "../discord/interaction.ts";
import type { MessageBody } from "../discord/reply.ts";
import { serverOfModels } from "./model-view.ts";
import type { CommandDeps } from "./types.ts";

/** Of a team, which may have 75 members. */
const NAMED = 10;

export async function privacyNotice(optedOut: boolean, interaction: Interaction, deps: CommandDeps): Promise<MessageBody> {
  const { facts, texts } = deps;
  const { privacy: say } = texts;
  const { retentionDays, owners } = facts;
  const content = [
    say.title,
    say.kept(retentionDays),
    say.goes(await hostOfModels(interaction, deps)),
    say.others,
    say.backups,
    owners.length === 0
      ? say.runsUnknown
      : say.runs(
          owners
            .slice(0, NAMED)
            .map((id) => `<@${id}>`)
            .join(", "),
        ),
    optedOut ? say.optedOut(retentionDays) : say.takesPart,
  ].join("\n");
  const change = optedOut ? button(say.optIn, customId("privacy-opt", "in"), "success") : button(say.optOut, customId("privacy-opt", "out"), "secondary");
  return { content, components: row([change]) };
}

/** Where questions go from here: a server may have an endpoint of its own. */
async function hostOfModels(interaction: Interaction, { facts, modelStore }: CommandDeps): Promise<string> {
  const guildId = serverOfModels(interaction);
  const { own } = guildId === null ? { own: null } : await modelStore.readServer(guildId);
  return own === null ? facts.modelHost : new URL(own.address).host;
}
