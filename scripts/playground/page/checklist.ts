/** The checklist of the page: ticked by what really happened, kept over a restart. Made by `page.ts`. */
import type { Discord } from "../discord/discord.ts";
import { asArray, asObject, asObjects, asString } from "../discord/json.ts";
import { type InteractionRecord, interactionById } from "../discord/state.ts";
import type { DiscordEvent } from "../discord/types.ts";
import { STEPS, type Step, type StepId } from "./wire.ts";

/** Where it is kept: a file, or memory in tests. */
export interface Shelf {
  load(): unknown;
  save(value: unknown): void;
}

export interface Checklist {
  read(): Step[];
  tick(step: StepId): void;
  /** From the start; `still`: what holds anyway. */
  reset(still: readonly StepId[]): void;
}

/** Buttons of the bot (src/conversation/buttons.ts, src/commands/prompt-change.ts) that tell a success from a refusal in words. */
const ANSWERED = "follow-up";
const PROMPT_STORED = "prompt-undo";
/** The window that `/setprompt` opens. */
const PROMPT_WINDOW = "prompt-text";

export function createChecklist(discord: Discord, shelf: Shelf, onChange: (steps: Step[]) => void): Checklist {
  const kept = asObject(shelf.load());
  let done = new Set(STEPS.filter((step) => asArray(kept["done"]).includes(step)));
  /** When instructions were stored; an answer after that shows them. */
  let promptAt = typeof kept["promptAt"] === "number" ? kept["promptAt"] : undefined;

  const read = () => STEPS.map((id) => ({ id, done: done.has(id) }));
  const keep = () => {
    shelf.save({ done: [...done], promptAt });
    onChange(read());
  };
  const tick = (step: StepId) => {
    if (done.has(step)) return;
    done.add(step);
    keep();
  };

  const onAcknowledged = (interaction: InteractionRecord) => {
    const data = asObject(interaction.payload["data"]);
    if (interaction.type === 2 && data["type"] === 3) tick("menu");
    const isSetPrompt = data["name"] === "setprompt" || verbOf(asString(data["custom_id"])) === PROMPT_WINDOW;
    if (!isSetPrompt || !verbsIn(asObject(interaction.callback?.["data"])["components"]).has(PROMPT_STORED)) return;
    promptAt = interaction.createdAt;
    keep();
  };

  const onAnswer = (interaction: InteractionRecord) => {
    if (asObject(interaction.payload["data"])["name"] === "ask") tick("ask");
    if (promptAt !== undefined && interaction.createdAt > promptAt) tick("prompt");
  };

  const onEvent = (event: DiscordEvent) => {
    if (event.type === "interaction-acknowledged") {
      const interaction = interactionById(discord.state, event.interactionId);
      if (interaction) onAcknowledged(interaction);
    }
    if (event.type !== "message-create" && event.type !== "message-update") return;
    const { interactionId, json } = event.message;
    const interaction = interactionId === undefined ? undefined : interactionById(discord.state, interactionId);
    if (interaction && verbsIn(json.components).has(ANSWERED)) onAnswer(interaction);
  };
  discord.on(onEvent);

  return {
    read,
    tick,
    reset(still) {
      done = new Set(still);
      promptAt = undefined;
      keep();
    },
  };
}

/** The first words of custom ids in rows of components. */
function verbsIn(rows: unknown): Set<string> {
  return new Set(asObjects(asArray(rows)).flatMap((row) => asObjects(row["components"]).map((component) => verbOf(asString(component["custom_id"])))));
}

function verbOf(customId: string | undefined): string {
  return customId?.split(":")[0] ?? "";
}
