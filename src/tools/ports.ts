/** What tools reach the world by. Made once per object, in deps/tools.ts; tests hand in fakes. */
import type { Clock } from "../kernel/clock.ts";
import type { ToolPlace } from "./tool.ts";

export interface ToolPorts {
  clock: Clock;
  /** Null: without IMAGE_MODEL. */
  pictures: ToolPictures | null;
}

export interface ToolPictures {
  /**
   * Has a picture made and posts it beside the answer, within the asker's budget. `key`: of the call. `sentence`: for the model, why there is none.
   * `unknown`: it may have been posted. Rejects only with the signal's reason.
   */
  post(
    wanted: WantedPicture,
    place: ToolPlace,
    key: string,
    signal: AbortSignal,
  ): Promise<{ kind: "posted" } | { kind: "unknown" } | { kind: "failed"; sentence: string }>;
}

export interface WantedPicture {
  prompt: string;
  shape: "square" | "portrait" | "landscape";
}
