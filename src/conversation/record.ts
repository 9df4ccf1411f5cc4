/** What a turn leaves behind: composed after delivery, journalled, then written to D1 as one batch that may be repeated. */
import type { BudgetStore } from "../budget/store.ts";
import type { Database, Statement } from "../db/client.ts";
import type { DeliveryResult } from "../delivery/deliver.ts";
import type { Failure } from "../delivery/explain.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import type { ConversationStore, NewMessage } from "../memory/store.ts";
import type { ContextReport } from "../turn/context.ts";
import type { TurnOutcome } from "../turn/types.ts";
import type { ModelCount, TurnRecord, TurnStore } from "../turns/store.ts";

interface PreparedSummary {
  report: ContextReport;
  notices: string[];
  visibleNotices: string[];
  models: string[];
}

/** How a turn ended, before it is delivered. Plain JSON: it is journalled. `input` is whole, with a regenerated question in it. */
export type Ending =
  | { kind: "answered"; outcome: TurnOutcome; input: AskInput; parent: TurnRecord | null; prepared: PreparedSummary | null; learnt: ModelCount | null }
  /** `stopped`: by a person before the first word. `partial`: what was shown until then. */
  | {
      kind: "failed";
      failure: Failure | "stopped";
      partial: string;
      model: string;
      /** What the failure's sentence names besides the model. */
      detail?: string;
      costMicroUsd: number;
      input: AskInput;
      parent: TurnRecord | null;
      prepared: PreparedSummary | null;
    };

/** Plain JSON. */
export interface TurnToSave {
  turn: TurnRecord;
  /** The exchange as history; empty for failures. */
  messages: NewMessage[];
  /** The turn whose place this one takes. */
  supersedes: string | null;
  learnt: ModelCount | null;
}

export interface RecordDeps {
  db: Database;
  conversations: ConversationStore;
  turns: TurnStore;
  budget: BudgetStore;
}

/** Throws when D1 does; nothing is half-written. */
export async function saveTurn(record: TurnToSave, deps: RecordDeps): Promise<void> {
  const statements: [Statement, ...Statement[]] = [deps.budget.settle(record.turn.id, record.turn.costMicroUsd), deps.turns.save(record.turn)];
  if (record.messages.length > 0) statements.push(deps.conversations.remember(record.messages));
  if (record.supersedes !== null) statements.push(deps.conversations.supersede(record.supersedes));
  if (record.learnt !== null) statements.push(deps.turns.learn(record.learnt));
  await deps.db.batch(statements);
}

interface Facts {
  job: Job;
  input: AskInput;
  ending: Ending;
  delivered: DeliveryResult;
  startedAt: number;
  finishedAt: number;
}

export function composeRecord({ job, input, ending, delivered, startedAt, finishedAt }: Facts): TurnToSave {
  const outcome = ending.kind === "answered" ? ending.outcome : null;
  const answer = outcome?.text ?? (ending.kind === "failed" ? ending.partial : "");
  const report = ending.prepared?.report;
  const key = job.conversation ?? job.id;
  const turn: TurnRecord = {
    id: job.id,
    parentId: input.parentId ?? null,
    trigger: input.trigger,
    guildId: job.guildId,
    channelId: job.channelId,
    userId: job.user.id,
    conversation: key,
    private: job.private,
    quotedUserId: ending.input.target?.author.id ?? null,
    input: JSON.stringify(ending.input),
    ...judge(ending, delivered),
    answer,
    model: outcome?.model ?? (ending.kind === "failed" && ending.model !== "" ? ending.model : null),
    inputTokens: outcome?.usage.inputTokens ?? 0,
    cachedInputTokens: outcome?.usage.cachedInputTokens ?? 0,
    outputTokens: outcome?.usage.outputTokens ?? 0,
    costMicroUsd: ending.kind === "answered" ? ending.outcome.costMicroUsd : ending.costMicroUsd,
    explanation: {
      layers: report?.layers ?? [],
      models: ending.prepared?.models ?? [],
      context: {
        budget: report?.budget ?? 0,
        history: report?.history ?? 0,
        historyMessages: report?.historyMessages ?? 0,
        channel: report?.channel ?? 0,
        channelMessages: report?.channelMessages ?? 0,
        attachments: report?.attachments ?? 0,
        prompt: report?.prompt ?? 0,
      },
      notices: ending.prepared?.notices ?? [],
      restarts: outcome?.restarts ?? [],
      times: {
        queuedMs: Math.max(0, startedAt - job.createdAt),
        preparedMs: Math.max(0, finishedAt - startedAt - (outcome?.modelMs ?? 0)),
        firstTokenMs: outcome?.firstTokenMs ?? null,
        modelMs: outcome?.modelMs ?? 0,
        deliveredMs: Math.max(0, finishedAt - job.createdAt),
      },
      delivery: delivered.via === "never-acknowledged" ? "undeliverable" : delivered.via,
    },
    messageIds: delivered.messageIds,
    createdAt: job.createdAt,
    finishedAt,
  };
  const said = outcome !== null && answer !== "" && turn.outcome !== "never-acknowledged";
  const common = {
    turnId: job.id,
    conversation: key,
    guildId: job.guildId,
    channelId: job.channelId,
    userId: job.user.id,
    private: job.private,
    createdAt: job.createdAt,
  };
  return {
    turn,
    messages: said
      ? [
          { ...common, role: "user", name: job.user.name, content: withFileNames(ending.input) },
          { ...common, role: "assistant", name: "", content: answer },
        ]
      : [],
    supersedes: said && input.trigger === "regenerate" && input.parentId !== undefined ? input.parentId : null,
    learnt: ending.kind === "answered" ? ending.learnt : null,
  };
}

function judge(ending: Ending, delivered: DeliveryResult): { outcome: string; reason: string | null } {
  if (delivered.via === "never-acknowledged") return { outcome: "never-acknowledged", reason: null };
  if (delivered.via === "undeliverable") return { outcome: "undeliverable", reason: ending.kind === "failed" ? ending.failure : null };
  if (ending.kind === "failed") return ending.failure === "stopped" ? { outcome: "stopped", reason: null } : { outcome: "failed", reason: ending.failure };
  return { outcome: ending.outcome.end === "stopped" ? "stopped" : "answered", reason: ending.outcome.end === "stop" ? null : ending.outcome.end };
}

/** The model sees in later turns that there were files, though not what was in them. */
function withFileNames(input: AskInput): string {
  return [input.prompt, ...input.attachments.map((attachment) => `[attached: ${attachment.filename}]`)].join("\n");
}
