/** The request for a check, as a job: of the place, or of the server's channels. Used by /settings and the set-up. */
import { isThread } from "../discord/access.ts";
import type { ActionRow } from "../discord/components.ts";
import type { ComponentInteraction } from "../discord/interaction.ts";
import type { CheckInput } from "../jobs/types.ts";
import { isTheirs } from "./in-place.ts";
import { mayManageServer, serverOf } from "./settings-panel.ts";
import type { CommandDeps, JobRequest } from "./types.ts";

export function checkRequest(interaction: ComponentInteraction, scope: CheckInput["scope"], rows: ActionRow[], { facts }: CommandDeps): JobRequest {
  const input: CheckInput = {
    scope,
    rows,
    details: mayManageServer(interaction) || facts.owners.includes(interaction.user.id),
    permissions: serverOf(interaction) === null ? null : String(interaction.appPermissions),
    isThread: isThread(interaction.channelType),
  };
  // No conversation: it need not wait for an answer that is being written.
  return { type: "job", kind: "check", conversation: null, input, private: true, target: isTheirs(interaction) ? "update" : "message" };
}
