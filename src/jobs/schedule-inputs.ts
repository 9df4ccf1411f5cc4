/** Inputs of the job kinds behind /schedule. Part of types.ts. */

/** Input of the job kind `schedule-add`: what somebody typed, checked as far as that takes nobody else. */
export interface ScheduleAddInput {
  /** As it was typed, and its five fields; null: the grammar does not know it. */
  when: string;
  cron: string | null;
  /** Null: the server's, else their own. */
  timeZone: string | null;
  channelId: string;
  name: string;
  prompt: string;
  output: "text" | "image";
  tools: boolean;
  budgetMicroUsd: number | null;
}

/** Input of the job kind `scheduled-post`: which slot of which schedule; what is to be posted is read when it begins. No interaction stands behind it. */
export interface ScheduledPostInput {
  scheduleId: string;
  /** ms since 1970 */
  slot: number;
}
