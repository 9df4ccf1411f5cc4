/** Words of the story of a picture. Told by imagine.ts. */
import type { Failure } from "../../delivery/explain.ts";
import type { ImagineInput } from "../../jobs/types.ts";
import type { Images, Picture } from "../../llm/images.ts";
import type { Explanation } from "../../turns/explanation.ts";
import type { ConversationDeps } from "../types.ts";

/** `images` is null without IMAGE_MODEL. */
export type PictureDeps = ConversationDeps & { images: Images | null };

/** How it ended, without the pictures themselves: they are too large for the journal. Plain JSON. `input` is whole. */
export type PictureEnding = {
  input: ImagineInput;
  /** Millionths of a dollar, attempts in vain among them. */
  costMicroUsd: number;
  /** The asker opted out: of their words nothing is kept. */
  keep: "text" | "numbers" | "ask";
  firstUse: boolean;
  /** Where the server decided it. */
  retentionDays: number | null;
  persona?: Explanation["persona"];
} & (
  | {
      kind: "made";
      /** What it was made of; the asker's own words where nothing changed them. */
      prompt: string;
      isRefined: boolean;
      /** Of the persona. */
      style: string;
      /** How many were made, and of these how many are too large to be shown. */
      count: number;
      leftOut: number;
      notices: string[];
      usage: { inputTokens: number; outputTokens: number };
      /** ms */
      madeMs: number;
    }
  | { kind: "failed"; failure: Failure | "stopped"; detail?: string }
);

export interface Painted {
  ending: PictureEnding;
  pictures: readonly Picture[];
}
