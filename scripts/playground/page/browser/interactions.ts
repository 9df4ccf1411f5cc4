/** What a person does to the bot, and what the client shows of it: busy buttons, forms, failures. Made by `main.ts`. */
import type { ActResult, WireAction, WireChannel, WireComponent, WireMessage } from "../wire.ts";
import { commandFailure, commandPending } from "./local-message.ts";
import type { MessageList } from "./message-list.ts";
import { openModal } from "./modal.ts";

export interface Interactions {
  press(message: WireMessage, component: WireComponent): void;
  choose(message: WireMessage, component: WireComponent, values: string[]): void;
  /** A command; `giveBack` gets the focus when a form of it is closed. */
  run(where: WireChannel, title: string, action: WireAction, giveBack: () => void): void;
}

export interface InteractionsOptions {
  act(channelId: string, action: WireAction): Promise<ActResult>;
  appName(): string;
  here(): WireChannel | undefined;
  messages(): MessageList;
}

const NO_RESPONSE = "The application did not respond";
const FAILED = "This interaction failed";

export function createInteractions({ act, appName, here, messages }: InteractionsOptions): Interactions {
  let sent = 0;

  async function use(message: WireMessage, { customId }: WireComponent, action: WireAction): Promise<void> {
    messages().setFailure(message.id, undefined);
    messages().setBusy(message.id, customId, true);
    const failure = await perform(message.channelId, action, () => messages().focusComponent(message.id, customId)).catch(inWords);
    messages().setBusy(message.id, customId, false);
    if (failure !== undefined) messages().setFailure(message.id, failure === NO_RESPONSE ? FAILED : failure);
  }

  async function run(where: WireChannel, title: string, action: WireAction, giveBack: () => void): Promise<void> {
    const id = `command-${++sent}`;
    messages().putLocal(id, commandPending(title, appName()));
    const failure = await perform(where.id, action, giveBack).catch(inWords);
    messages().removeLocal(id);
    if (failure === undefined || here()?.id !== where.id) return;
    const dismiss = () => {
      messages().removeLocal(id);
      giveBack();
    };
    messages().putLocal(id, commandFailure(title, appName(), failure, dismiss));
  }

  /** The sentence that the client shows when the bot did not acknowledge. */
  async function perform(channelId: string, action: WireAction, giveBack: () => void): Promise<string | undefined> {
    const { failure, modal } = await act(channelId, action);
    if (failure !== undefined) return NO_RESPONSE;
    if (!modal) return undefined;
    const submit = async (values: Record<string, string>) => {
      const problem = await perform(channelId, { kind: "modal", interactionId: modal.interactionId, values }, giveBack).catch(inWords);
      return problem === NO_RESPONSE ? "Something went wrong. Try again." : problem;
    };
    openModal(modal, appName(), submit, giveBack);
    return undefined;
  }

  return {
    press: (message, component) => void use(message, component, { kind: "button", message: message.id, customId: component.customId }),
    choose: (message, component, values) => void use(message, component, { kind: "select", message: message.id, customId: component.customId, values }),
    run: (where, title, action, giveBack) => void run(where, title, action, giveBack),
  };
}

const inWords = (error: unknown) => (error instanceof Error ? error.message : String(error));
