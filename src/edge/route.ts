/** Interaction -> handler -> reply. Called by interactions; a handler that fails or hangs costs the person a sentence, never the answer. */
import { actions, modals } from "../commands/actions/index.ts";
import { autocompletes, commands } from "../commands/index.ts";
import type { CommandDeps, Handler } from "../commands/types.ts";
import { parseCustomId } from "../discord/components.ts";
import type { AutocompleteInteraction, CommandInteraction, ComponentInteraction, Interaction, ModalInteraction } from "../discord/interaction.ts";
import { privately, type Reply } from "../discord/reply.ts";
import { assertNever } from "../kernel/assert.ts";
import { describeError, UserError } from "../kernel/errors.ts";
import { own } from "../kernel/own.ts";
import { textsFor } from "../locales/index.ts";
import { commit } from "./commit.ts";
import type { AppDeps, Background } from "./types.ts";
import { within } from "./within.ts";

/** An immediate reply may make one database batch; the rest of Discord's three seconds is for the way there and back. */
const HANDLER_MS = 1500;

/** `arrivedAt`: when the interaction reached the edge. */
export async function route(interaction: Interaction, arrivedAt: number, deps: AppDeps, background: Background): Promise<Reply> {
  const texts = textsFor(interaction.locale);
  const commandDeps: CommandDeps = { ...deps, texts };
  const nothing: Reply = { type: "choices", choices: [] };
  switch (interaction.type) {
    case "command":
      return (await run(own(commands[interaction.commandType], interaction.name), interaction)) ?? privately(texts.edge.unknownCommand);
    case "component":
      return (await run(own(actions, parseCustomId(interaction.customId).verb), interaction)) ?? privately(texts.edge.unknownAction);
    case "modal":
      return (await run(own(modals, parseCustomId(interaction.customId).verb), interaction)) ?? privately(texts.edge.unknownAction);
    case "autocomplete": {
      // Discord shows nothing useful for a failed autocomplete, so it never fails.
      const reply = await run(own(autocompletes, interaction.name), interaction);
      return reply?.type === "choices" ? reply : nothing;
    }
    default:
      return assertNever(interaction);
  }

  /** Undefined where there is no handler. */
  async function run<I extends Interaction>(handler: Handler<I> | undefined, given: I): Promise<Reply | undefined> {
    if (handler === undefined) return undefined;
    try {
      const result = handler(given, commandDeps);
      const ended = result instanceof Promise ? await within(deps.clock, HANDLER_MS, result) : ({ done: true, value: result } as const);
      if (!ended.done) {
        deps.log.error("handler-slow", described(interaction));
        return privately(texts.edge.slow);
      }
      return ended.value.type === "job" ? await commit(ended.value, interaction, arrivedAt, deps, texts, background) : ended.value;
    } catch (error) {
      if (error instanceof UserError) return privately(error.message);
      deps.log.error("handler-failed", { ...described(interaction), error: describeError(error) });
      return privately(texts.edge.failed);
    }
  }
}

function described(interaction: CommandInteraction | AutocompleteInteraction | ComponentInteraction | ModalInteraction) {
  const name = "name" in interaction ? interaction.name : parseCustomId(interaction.customId).verb;
  return { id: interaction.id, type: interaction.type, name };
}
