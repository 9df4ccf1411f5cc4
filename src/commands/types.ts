/** What a handler of a command, button or modal gets and gives. Handlers are quick: one D1 batch at most; anything longer is a job. */
import type { Interaction } from "../discord/interaction.ts";
import type { Reply } from "../discord/reply.ts";
import type { JobQueue } from "../jobs/types.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Texts } from "../locales/index.ts";
import type { ConversationStore } from "../memory/store.ts";
import type { TurnStore } from "../turns/store.ts";

/** A job to commit before the acknowledgement; the edge fills in the rest from the payload (edge/commit.ts). */
export interface JobRequest {
  type: "job";
  kind: string;
  conversation: string | null;
  input: unknown;
  private: boolean;
  /** `message`: a new message ("thinking"). `update`: the message with the button is edited in place. */
  target: "message" | "update";
}

export interface CommandDeps {
  texts: Texts;
  clock: Clock;
  /** Model ids that may be chosen, default first, with USD per million tokens where known. */
  models: readonly { id: string; inputPrice: number | undefined; outputPrice: number | undefined }[];
  jobs: JobQueue;
  turns: Pick<TurnStore, "find" | "newest">;
  conversations: Pick<ConversationStore, "startNew">;
}

export type Handler<I extends Interaction> = (interaction: I, deps: CommandDeps) => Promise<Reply | JobRequest> | Reply | JobRequest;
