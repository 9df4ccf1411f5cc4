/** What a turn needs besides its job. Wired in deps/. */
import type { AccessStore } from "../access/store.ts";
import type { BudgetStore } from "../budget/store.ts";
import type { Database } from "../db/client.ts";
import type { DiscordApi } from "../discord/api.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Log } from "../kernel/log.ts";
import type { Pseudonyms } from "../kernel/pseudonym.ts";
import type { Embeddings } from "../llm/embeddings.ts";
import type { Endpoint, OpenEndpoint } from "../llm/endpoints.ts";
import type { Speech } from "../llm/speech.ts";
import type { Transcriber } from "../llm/transcription.ts";
import type { FactsStore } from "../memory/facts-store.ts";
import type { Search } from "../memory/search.ts";
import type { ConversationStore } from "../memory/store.ts";
import type { UnnoticedStore } from "../memory/unnoticed-store.ts";
import type { VectorStore } from "../memory/vectors-store.ts";
import type { ModelStore } from "../models/store.ts";
import type { Cdn } from "../net/cdn.ts";
import type { PersonaStore } from "../persona/personas.ts";
import type { PromptStore } from "../persona/store.ts";
import type { McpStore } from "../tools/mcp/store.ts";
import type { SharedPorts } from "../tools/ports.ts";
import type { ToolStore } from "../tools/store.ts";
import type { TurnStore } from "../turns/store.ts";
import type { LastQuestions } from "./last-questions.ts";

/** `Endpoint`: the deployer's. */
export interface ConversationDeps extends Endpoint {
  db: Database;
  conversations: ConversationStore;
  turns: TurnStore;
  budget: BudgetStore;
  prompts: PromptStore;
  search: Pick<Search, "begin" | "search">;
  memories: Pick<FactsStore, "always" | "known" | "distil" | "remember">;
  unnoticed: UnnoticedStore;
  /** Null: without EMBEDDING_MODEL. */
  embeddings: Embeddings | null;
  /** Null: without SPEECH_MODEL. */
  speech: Speech | null;
  vectors: VectorStore;
  lastQuestions: LastQuestions;
  personas: PersonaStore;
  models: ModelStore;
  toolStore: ToolStore;
  mcpStore: McpStore;
  toolPorts: SharedPorts;
  access: AccessStore;
  pseudonyms: Pseudonyms;
  discord: DiscordApi;
  cdn: Cdn;
  /** Null: without TRANSCRIBE_MODEL. */
  transcriber: Transcriber | null;
  openEndpoint: OpenEndpoint;
  clock: Clock;
  log: Log;
  settings: {
    /** Default model and its fallbacks. */
    models: readonly string[];
    /** For small jobs, such as summaries, with fallbacks. */
    smallModels: readonly string[];
    systemPrompt: string;
    /** What is set as a variable, and so overrides prompts/default.md. */
    chosen: { temperature: number | undefined; maxOutputTokens: number | undefined; firstTokenTimeoutS: number | undefined };
    /** Where neither variable nor prompt file says anything. */
    maxOutputTokens: number;
    firstTokenTimeoutS: number;
    historyMessages: number;
    /** By night, what people said is looked through for facts about them. */
    noticeFacts: boolean;
    /** Days, and the host of the model's endpoint: for the first-use notice. */
    retentionDays: number;
    modelHost: string;
  };
  /** A person's id as providers may see it. */
  safetyIdentifier(userId: string): Promise<string>;
  /** Least ms between two drafts that the outgoing budget allows now. */
  draftPace(): number;
}
