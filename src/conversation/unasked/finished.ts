/** What a model said unasked, as it may be posted: whole sentences, with where it is from; null where it said nothing. Pure. Used by speak.ts. */
import type { Texts } from "../../locales/index.ts";
import type { TurnOutcome } from "../../turn/types.ts";
import { listSources, sourceLine } from "../cited.ts";

/** A model that cannot call tools may write the call down. */
const WRITTEN_CALL = /^[\s`*"'([{<]*stay_silent\b[\s\S]{0,200}$/i;

export function finished({ text, end, tools }: TurnOutcome, texts: Texts): string | null {
  if (end === "silent" || WRITTEN_CALL.test(text)) return null;
  const said = (end === "length" ? wholeSentences(text) : text).trim();
  if (said === "") return null;
  const sources = tools?.sources ?? [];
  const isCited = listSources(said, sources).some(({ cited }) => cited);
  return [said, ...(isCited ? sourceLine(said, sources, texts) : [])].join("\n");
}

/** Nobody can have the rest of what was cut. */
function wholeSentences(text: string): string {
  return /^[\s\S]*[.!?…。！？](?=["'”’)\]]?(\s|$))["'”’)\]]?/.exec(text)?.[0] ?? "";
}
