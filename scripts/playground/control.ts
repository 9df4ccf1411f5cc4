/** What the playground tells the running Worker: its time, its variables, to run cron. Sent by `machine.ts`, understood by `entry.ts`. */

/** Absolute, so that telling it twice changes nothing. */
export interface WorkerState {
  /** The Worker's time is the real one plus this. */
  offsetMs: number;
  /** Over those it was started with. */
  vars: Record<string, string>;
  /** Channels whose objects shall notice. */
  channels: string[];
}

export interface CronResult {
  ranAt: number;
  ms: number;
  /** In words, one for each part that failed. */
  failures: string[];
}

/** Paths that production does not have; POST, with the secret. */
export const STATE_PATH = "/playground/state";
export const CRON_PATH = "/playground/cron";
export const SECRET_HEADER = "x-playground-secret";
/** Variable with a random value per start: whoever else reaches the port must not move the clock or hand in keys. */
export const SECRET_NAME = "PLAYGROUND_SECRET";
