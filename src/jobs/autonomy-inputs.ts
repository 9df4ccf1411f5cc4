/** Input of the job kind behind /autonomy on. Handed on by types.ts. */
import type { ActionRow } from "../discord/components.ts";

/** Input of the job kind `autonomy-on`: a channel was switched on; what is still to be found out and to be told. */
export interface AutonomyOnInput {
  /** What was done; stands above the panel. */
  lead: string;
  panel: { content: string; components: ActionRow[] };
  /** Everybody in the channel is told. */
  announce: boolean;
  /** In this language. */
  serverLocale: string;
}
