/**
 * What a tool is: something that the model may call while it answers. One file a tool, listed in index.ts; remote ones (mcp/) are made of what their
 * server says. Checked, timed and turned into results by run-tool.ts.
 */
import * as z from "zod";
import type { ApplicationId, ChannelId, GuildId, UserId } from "../kernel/ids.ts";
import type { ToolOutput } from "../turn/tools.ts";
import type { ToolPorts } from "./ports.ts";

/** `read`: changes nothing. `write`: changes what is easily taken back. `sensitive`: somebody has to agree first. */
export type Risk = "read" | "write" | "sensitive";

/** Whose turn it is, and where. */
export interface ToolPlace {
  applicationId: ApplicationId;
  /** Interaction token; valid 15 min, a secret. */
  token: string;
  asker: { id: UserId; name: string; roles: readonly string[] };
  /** Null outside servers, and where the bot is no member. */
  guildId: GuildId | null;
  channelId: ChannelId;
  /** The channel of a thread. */
  parentId: ChannelId | null;
  /** Only the asker sees the answer. */
  private: boolean;
  /** The channel is for adults. */
  ageRestricted: boolean;
  bot: { present: boolean; canPost: boolean; canRead: boolean };
  /** IANA name; null: UTC. */
  timeZone: string | null;
  locale: string;
}

/** Of one call. */
export interface ToolContext extends ToolPorts {
  place: ToolPlace;
  /** The same whenever this very call is made again after a crash: what is done under it should be done once. At most 100 characters. */
  key: string;
  /** Aborted when the turn ends or the tool's time is up. */
  signal: AbortSignal;
}

/** A sentence for the model to read and to tell: what went wrong and what would help. Anything else that is thrown is a bug, logged, and told as such. */
export class ToolProblem extends Error {
  override name = "ToolProblem";
}

export interface Tool {
  /** a-z, 0-9 and _, at most 64 of them. */
  name: string;
  /** For people, where locales/ have no words of it. */
  title?: string;
  /** For the model: what it does, when to use it, what comes back. */
  description: string;
  risk: Risk;
  /** On where no manager decided otherwise, and in direct messages. */
  byDefault: boolean;
  /** Made again under the same key within minutes, it does nothing more (a nonce, a unique key); what reads always may be. */
  sameKeyIsHarmless: boolean;
  /** ms */
  timeoutMs: number;
  /** JSON Schema of its input. */
  parameters(): Record<string, unknown>;
  /** The input, or a sentence that says what is wrong with it. */
  parse(written: unknown): { input: unknown } | { problem: string };
  /** Whether it can work there at all; asked without I/O. */
  offered(place: ToolPlace, ports: ToolPorts): boolean;
  run(input: unknown, context: ToolContext): Promise<ToolOutput>;
}

interface Definition<Input> {
  name: string;
  description: string;
  /** An object; `.describe()` each field. Built on first use. */
  input: () => z.ZodType<Input>;
  risk: Risk;
  byDefault?: boolean;
  sameKeyIsHarmless?: boolean;
  timeoutMs?: number;
  offered?(place: ToolPlace, ports: ToolPorts): boolean;
  run(input: Input, context: ToolContext): Promise<ToolOutput> | ToolOutput;
}

const PATIENCE_MS = 20_000;

export function defineTool<Input>(definition: Definition<Input>): Tool {
  let schema: z.ZodType<Input> | undefined;
  const read = () => {
    schema ??= definition.input();
    return schema;
  };
  return {
    byDefault: false,
    sameKeyIsHarmless: false,
    timeoutMs: PATIENCE_MS,
    offered: () => true,
    ...definition,
    parameters: () => {
      const { $schema: _, ...parameters } = z.toJSONSchema(read(), { io: "input" });
      return parameters;
    },
    parse: (written) => {
      const result = read().safeParse(written);
      if (result.success) return { input: result.data };
      return { problem: result.error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`).join("; ") };
    },
    // Only what `parse` gave comes here.
    run: async (input, context) => definition.run(input as Input, context),
  };
}
