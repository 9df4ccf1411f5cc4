/** Inputs of the job kinds that tell people of things. Handed on by types.ts. */
import type { ActionRow } from "../discord/components.ts";
import type { Note } from "../notify/types.ts";

/** Input of the job kind `notify`: somebody is told of something. No interaction stands behind it. */
export interface NotifyInput {
  /** Without its words once they are stored. */
  note: Note;
  /** Attempts before this one, and jobs before this one; missing: none. */
  tries?: number;
  jobs?: number;
}

/** Input of the job kind `notify-test`: a note is really sent, and what became of it at each target is told. */
export interface NotifyTestInput {
  /** `user:<id>` or `server:<id>`. */
  owner: string;
  /** One target alone; null: all that are switched on. */
  id: string | null;
  /** Stand under the words: it is part of a panel. */
  rows: ActionRow[];
}
