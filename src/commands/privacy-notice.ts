/** The privacy notice with the switch to opt out. Shown by /privacy and its buttons. */
import { button, customId, row } from "../discord/components.ts";
import type { MessageBody } from "../discord/reply.ts";
import type { CommandDeps } from "./types.ts";

/** Of a team, which may have 75 members. */
const NAMED = 10;

export function privacyNotice(optedOut: boolean, { facts, texts }: CommandDeps): MessageBody {
  const { privacy: say } = texts;
  const { retentionDays, modelHost, owners } = facts;
  const content = [
    say.title,
    say.kept(retentionDays),
    say.goes(modelHost),
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
