/**
 * Port: a chat model. `turn/` calls it; `llm/openai/` implements it; `llm/resilient.ts` wraps several of them
 * into one that retries and falls back. The contract suite is `test/contracts/model.ts`.
 */

/** One part of a user message. Images are data URLs (`data:image/png;base64,...`). */
export type ContentPart = { type: "text"; text: string } | { type: "image"; dataUrl: string };

export type ModelMessage =
  | { role: "system"; content: string }
  | { role: "user"; content: string | ContentPart[]; name?: string }
  | { role: "assistant"; content: string; toolCalls?: readonly ToolCall[] }
  /** What came of the call with that id, which a message before has. */
  | { role: "tool"; callId: string; content: string };

/** A function that the model may ask for. */
export interface ToolDeclaration {
  /** a-z, A-Z, 0-9, _ and -, at most 64 of them. */
  name: string;
  description: string;
  /** JSON Schema of an object. */
  parameters: Record<string, unknown>;
}

/** What the model asks for. `id`: unique within its message. `arguments`: as it wrote them, meant to be a JSON object. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

/** How the next token is drawn; what a server does not know of it is left out there. */
export interface Sampling {
  topP?: number;
  topK?: number;
  minP?: number;
  seed?: number;
  /** At most four reach OpenAI. */
  stop?: readonly string[];
  repeatPenalty?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
}

export interface ModelRequest {
  messages: ModelMessage[];
  /** Ids of the models to try, in order; at least one. An adapter takes the first, the resilient wrapper walks them. */
  models: readonly string[];
  maxOutputTokens: number;
  /** Left out where the server takes none: then it answers without. */
  tools?: readonly ToolDeclaration[] | undefined;
  /** They are told, since earlier calls need them, and must not be called any more. */
  toolsClosed?: boolean | undefined;
  temperature?: number | undefined;
  sampling?: Sampling | undefined;
  /** Id or name of a LoRA adapter on top of the model (`llm/lora.ts`). */
  lora?: string | undefined;
  /** Until the first piece of the answer, of each attempt; without it the adapter's own. */
  firstTokenTimeoutMs?: number | undefined;
  /** Opaque id of the person, for the provider's abuse detection. Never a Discord id in the clear. */
  safetyIdentifier?: string | undefined;
}

/** Tokens as the server reported them; `estimated` when it reported none and we counted ourselves. */
export interface Usage {
  inputTokens: number;
  /** Part of `inputTokens` that came out of the provider's cache. */
  cachedInputTokens: number;
  outputTokens: number;
  estimated: boolean;
}

export type FinishReason = "stop" | "length" | "content-filter";

export type ModelEvent =
  /** A piece of the answer. Never reasoning, never a `<think>` block. */
  | { type: "text"; text: string }
  /** A piece of the model's reasoning; kept for `/why`, never shown in the channel. */
  | { type: "reasoning"; text: string }
  /** The functions that it wants called, all of them and whole; at most once, right before the finish. Never where no tools were offered. */
  | { type: "tool-calls"; calls: readonly ToolCall[] }
  /** All text so far is void, the answer starts again (only from the resilient wrapper). `model`: the one that failed. */
  | { type: "restart"; model: string; failure: string; lost: Usage }
  /** Always the last event, exactly once. `costUsd`: what the provider itself said it cost (LiteLLM's header), else undefined. */
  | {
      type: "finish";
      reason: FinishReason;
      model: string;
      usage: Usage;
      costUsd: number | undefined;
      /** Tools were offered, and its server or it takes none. */
      toolsRefused?: true;
    };

export interface Model {
  /** Streams one answer. Throws `ModelError` for every failure of the server or the network; an aborted `signal` ends it by throwing the signal's reason. */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
