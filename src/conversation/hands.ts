/** The tools of one turn: which of them are offered here and to whom, how much of the window their declarations may take, and the box that runs them. Used by answer.ts. */

import type { DiscordApi } from "../discord/api.ts";
import { clip, quote } from "../discord/quote.ts";
import type { AskInput, Job } from "../jobs/types.ts";
import type { Heard } from "../kernel/echoes.ts";
import { describeError } from "../kernel/errors.ts";
import type { GuildId } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { ToolCall, ToolDeclaration } from "../llm/model.ts";
import { type Texts, word } from "../locales/index.ts";
import { allTools, ruleKeyOf } from "../tools/all-tools.ts";
import { type OfferedTools, offeredTools } from "../tools/policy.ts";
import type { ToolPorts } from "../tools/ports.ts";
import { isReadable, runTool } from "../tools/run-tool.ts";
import { shareable } from "../tools/shareable.ts";
import { staySilent } from "../tools/stay-silent.ts";
import type { ToolPlace } from "../tools/tool.ts";
import { newestThatFit } from "../turn/fit.ts";
import type { ToolBox, ToolOutput } from "../turn/tools.ts";
import type { TurnEvent } from "../turn/types.ts";
import { type Loaded, ownerOf } from "./load.ts";

/** Of the window, for all declarations together. */
const TOOLS_SHARE = 0.15;
/** OpenAI takes no more. Source: API reference, `tools`. */
const MOST_TOOLS = 128;
/** Discord forgets a nonce after some minutes; so long a repeat under the same key is the same message. */
const KEY_HOLDS_MS = 2 * 60_000;
/** Of one result, all its words together: an entry of the journal has 1 MB, a character up to three bytes. */
const MOST_CHARACTERS = 75_000;
const MOST_IMAGE_CHARACTERS = 530_000;

export interface Hands {
  box: ToolBox;
  /** Of the window, for the declarations. */
  tokens: number;
  /** By name: no room for them. */
  leftOut: string[];
  /** Adds what people call it, where it does more than look and was done, or may have been. */
  note(called: TurnEvent & { type: "called" }, done: Set<string>): void;
}

/** Where its model may look things up and act: a question, not a message that is only to be told in other words. */
const mayCall = ({ trigger, task, catchup }: AskInput): boolean =>
  catchup === undefined && trigger !== "continue" && (task === undefined || task === "reply" || task === "question" || task === "explain");

const NO_TOOLS: OfferedTools = { tools: [], approval: new Set() };
/** In the name of whoever asks, which nobody does where a schedule's time has come. */
const PERSONAL: readonly string[] = ["remember", "set_reminder"];

/** What waits for somebody is kept until then, which those who opted out do not want. */
export function toolsOf(
  input: AskInput,
  { toolRules, toolServers, standing }: Pick<Loaded, "toolRules" | "toolServers" | "standing">,
  place: ToolPlace,
  ports: ToolPorts,
): OfferedTools {
  if (input.unasked !== undefined) {
    const { tools, approval } = input.unasked.action === "share_something" ? offeredTools(shareable, toolRules, place, ports) : NO_TOOLS;
    // Nobody is there who could agree to anything.
    return { tools: [staySilent, ...tools.filter(({ name }) => !approval.has(name))], approval: NO_TOOLS.approval };
  }
  if (!mayCall(input) || input.withoutTools === true) return NO_TOOLS;
  const { tools, approval } = offeredTools(allTools(toolServers), toolRules, place, ports, ruleKeyOf);
  // Nobody is there to agree to anything.
  const isAlone = input.trigger === "schedule";
  if (!standing.optedOut && !isAlone) return { tools, approval };
  return { tools: tools.filter(({ name }) => !approval.has(name) && !(isAlone && PERSONAL.includes(name))), approval: NO_TOOLS.approval };
}

export function handsOf(
  job: Job,
  { tools, approval }: OfferedTools,
  place: ToolPlace,
  room: { window: number; countTokens(text: string): number },
  texts: Texts,
  ports: ToolPorts,
  log: Log,
): Hands {
  const declarations: ToolDeclaration[] = [];
  const leftOut: string[] = [];
  let tokens = 0;
  for (const tool of tools) {
    const declaration = { name: tool.name, description: tool.description, parameters: tool.parameters() };
    const size = room.countTokens(JSON.stringify(declaration));
    if (declarations.length === MOST_TOOLS || tokens + size > room.window * TOOLS_SHARE) leftOut.push(tool.name);
    else {
      declarations.push(declaration);
      tokens += size;
    }
  }
  const byName = new Map(tools.filter(({ name }) => !leftOut.includes(name)).map((tool) => [tool.name, tool]));
  const titleOf = (name: string) => word(texts.tools.label, name) ?? byName.get(name)?.title ?? name;
  const toolOf = ({ name }: ToolCall) => byName.get(name);
  const box: ToolBox = {
    declarations,
    repeatable: (call, sinceMs) => {
      const tool = toolOf(call);
      return tool === undefined || tool.risk === "read" || (tool.sameKeyIsHarmless && sinceMs < KEY_HOLDS_MS);
    },
    silences: ({ name }) => toolOf({ id: "", name, arguments: "" }) === staySilent,
    // One that is not known, or cannot be read, does nothing, so nobody needs to be asked.
    needsApproval: (call) => {
      const tool = approval.has(call.name) ? toolOf(call) : undefined;
      return tool !== undefined && isReadable(tool, call.arguments);
    },
    status: (calls) => statusOf(calls, titleOf, texts),
    run: async (call, { key, signal }) => {
      const tool = toolOf(call);
      if (tool === undefined) return { content: `There is no tool "${clip(call.name, 64)}" here. There are: ${[...byName.keys()].join(", ")}.`, failed: true };
      return bounded(await runTool(tool, call.arguments, { ...ports, place, key: `${job.id}:${key}`, signal }, log));
    },
  };
  const note: Hands["note"] = ({ name, fate }, done) => {
    const tool = byName.get(name);
    if (tool === undefined || tool.risk === "read" || fate === "failed") return;
    done.add(fate === "unsure" ? texts.tools.perhaps(titleOf(name)) : titleOf(name));
  };
  return { box, tokens, leftOut, note };
}

/** Of somebody else a moderator's press tells neither name nor roles; Discord is asked where the rules name any. */
export async function placeOfTools(
  job: Job,
  input: Pick<AskInput, "trigger" | "askedBy">,
  { standing, toolRules }: Pick<Loaded, "standing" | "toolRules">,
  { discord, log }: { discord: Pick<DiscordApi, "member">; log: Log },
  signal: AbortSignal,
): Promise<ToolPlace> {
  const owner = ownerOf(job, input);
  const isOwn = owner === job.user.id;
  const hasRoles = [...toolRules.values()].some(({ roles }) => roles !== null);
  const rolesOf = async (guildId: GuildId) => {
    const member = await discord.member(guildId, owner, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      log.error("roles unknown", { id: job.id, error: describeError(error) });
      return null;
    });
    return member?.roles ?? [];
  };
  const roles = isOwn ? (job.roles ?? []) : hasRoles && job.guildId !== null && job.bot.present ? await rolesOf(job.guildId) : [];
  return {
    applicationId: job.applicationId,
    token: job.token,
    asker: { id: owner, name: isOwn ? job.user.name : "", roles },
    guildId: job.bot.present ? job.guildId : null,
    channelId: job.channelId,
    parentId: job.parentId,
    ageRestricted: job.ageRestricted === true,
    private: job.private,
    bot: job.bot,
    timeZone: standing.timeZone,
    locale: job.locale,
  };
}

/** For `/why`. */
export const leftOutNotices = ({ leftOut }: Pick<Hands, "leftOut">, { tools: say }: Texts): string[] =>
  leftOut.length === 0 ? [] : [say.leftOut(leftOut.map((name) => word(say.label, name) ?? name).join(", "))];

/** Under a turn that failed after it had done something; `done`: by what people call it. */
export const doneNotices = (done: ReadonlySet<string>, { tools: say }: Texts): string[] =>
  done.size === 0 ? [] : [say.doneBefore([...done].map((name) => plain(name)).join(", "))];

/** What a tool server calls its tools is nobody's word here: no markdown, no address. */
const plain = (title: string): string => quote(title.replaceAll(/\bhttps?:\/\//gi, ""), 40);

/** One by what it does, several by their names. */
function statusOf(calls: readonly ToolCall[], titleOf: (name: string) => string, { tools: say }: Texts): string {
  const [first] = calls;
  const doing = calls.length === 1 && first !== undefined ? word(say.doing, first.name) : undefined;
  const names = [...new Set(calls.map(({ name }) => plain(titleOf(name))))];
  return `-# ${doing ?? say.using(clip(names.join(", "), 120))}…`;
}

function bounded(output: ToolOutput): ToolOutput {
  const { passages, images, heard } = output;
  const content = clip(output.content, MOST_CHARACTERS);
  const untrusted = clip(output.untrusted ?? "", MOST_CHARACTERS - content.length);
  const each = Math.floor((MOST_CHARACTERS - content.length - untrusted.length) / Math.max(1, passages?.length ?? 0));
  return {
    ...output,
    content,
    ...(output.untrusted === undefined ? {} : { untrusted }),
    ...(passages === undefined ? {} : { passages: passages.map((passage) => ({ ...passage, text: clip(passage.text, each) })) }),
    ...(heard === undefined ? {} : { heard: withinRoom(heard) }),
    ...(images === undefined ? {} : { images: newestThatFit([...images], MOST_IMAGE_CHARACTERS, ({ length }) => length) }),
  };
}

/** Of whom there is no room for all words, everything counts as repeated (echoesIn). */
function withinRoom(heard: readonly Heard[]): Heard[] {
  const size = heard.reduce((sum, { text }) => sum + text.length, 0);
  return size <= MOST_CHARACTERS ? [...heard] : heard.map((words) => ({ ...words, text: "" }));
}
