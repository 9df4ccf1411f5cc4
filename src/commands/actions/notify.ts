/** Choices about where a person or a server is told of things: adding, testing, switching, quiet hours, removing. Permission is asked anew at every press. */
import { parseCustomId } from "../../discord/components.ts";
import type { ComponentInteraction, ModalInteraction } from "../../discord/interaction.ts";
import { quote } from "../../discord/quote.ts";
import { type Modal, privately, type Reply } from "../../discord/reply.ts";
import type { NotifyTestInput } from "../../jobs/types.ts";
import { cleanText } from "../../kernel/clean-text.ts";
import { findTimeZone } from "../../kernel/time-zone.ts";
import type { NewTarget } from "../../notify/store.ts";
import { MOST_TARGETS, type Target, type TargetSecret } from "../../notify/target.ts";
import { inPlace, isTheirs } from "../in-place.ts";
import {
  ADDRESS_LENGTH,
  afterTest,
  FIELD,
  LABEL_LENGTH,
  type NotifyView,
  notifyPanel,
  notifyPlaces,
  notifyTargetPanel,
  ntfyWindow,
  quietWindow,
  TOKEN_LENGTH,
  webhookWindow,
} from "../settings-notify.ts";
import { managedServer } from "../settings-panel.ts";
import type { CommandDeps, Handler, JobRequest } from "../types.ts";

type Press = ComponentInteraction | ModalInteraction;
type Act<P extends Press> = (press: P, view: NotifyView, deps: CommandDeps) => Promise<Reply | JobRequest>;

/** What is a person's own is theirs; a server's is for those who manage it. Whose it is, is read from the payload, never from the custom id. */
function at<P extends Press>(act: Act<P>): Handler<P> {
  return async (press, deps) => {
    const [named] = parseCustomId(press.customId).args;
    const place = notifyPlaces.find((known) => known === named);
    if (place === undefined) return privately(deps.texts.edge.unknownAction);
    const canSeal = deps.notifyAddresses.seal !== null;
    if (place === "me") return act(press, { place, owner: `user:${press.user.id}`, canSeal }, deps);
    const server = managedServer(press, deps.texts);
    return typeof server === "string" ? privately(server) : act(press, { place, owner: `server:${server.guildId}`, canSeal }, deps);
  };
}

/** Of the target; undefined for all of them. */
const idOf = (press: Press): string | undefined => parseCustomId(press.customId).args[1];
const by = ({ user, createdAt }: Press) => ({ userId: user.id, at: createdAt });

const panel: Act<Press> = async (press, view, deps) => inPlace(press, notifyPanel(press, view, await deps.notify.overview(view.owner), deps.texts));

/** By its id, among the owner's own: custom ids can be made up. */
function shown(press: Press, view: NotifyView, targets: readonly Target[], id: string | undefined, { texts }: CommandDeps, lead = ""): Reply {
  const target = targets.find((each) => each.id === id);
  if (target === undefined) return inPlace(press, notifyPanel(press, view, { targets, latest: [] }, texts, texts.notify.none));
  return inPlace(press, notifyTargetPanel(press, view.place, target, texts, lead));
}

const pick: Act<ComponentInteraction> = async (press, view, deps) => shown(press, view, await deps.notify.list(view.owner), press.values[0], deps);

const turn: Act<ComponentInteraction> = async (press, view, deps) => {
  const [, id = "", way] = parseCustomId(press.customId).args;
  if (way !== "on" && way !== "off") return privately(deps.texts.edge.unknownAction);
  return shown(press, view, await deps.notify.change(view.owner, id, { enabled: way === "on" }, by(press)), id, deps);
};

const remove: Act<ComponentInteraction> = async (press, view, deps) => {
  const id = idOf(press) ?? "";
  const target = (await deps.notify.list(view.owner)).find((each) => each.id === id);
  const targets = await deps.notify.remove(view.owner, id, press.createdAt);
  const { notify: say } = deps.texts;
  const lead = target === undefined ? say.none : say.removed(quote(target.label));
  return inPlace(press, notifyPanel(press, view, { targets, latest: [] }, deps.texts, lead));
};

const test: Act<ComponentInteraction> = async (press, { place, owner }, { texts }) => {
  const id = idOf(press);
  const input: NotifyTestInput = { owner, id: id ?? null, rows: afterTest(press, place, id, texts) };
  // No conversation: it need not wait for an answer that is being written.
  return { type: "job", kind: "notify-test", conversation: null, input, private: true, target: isTheirs(press) ? "update" : "message" };
};

const window =
  (modal: (view: NotifyView, deps: CommandDeps) => Modal): Act<ComponentInteraction> =>
  async (_press, view, deps) =>
    view.canSeal ? { type: "modal", modal: modal(view, deps) } : privately(deps.texts.notify.noKey);

const quiet: Act<ComponentInteraction> = async (press, view, deps) => {
  const targets = await deps.notify.list(view.owner);
  const target = targets.find((each) => each.id === idOf(press));
  return target === undefined ? shown(press, view, targets, "", deps) : { type: "modal", modal: quietWindow(view.place, target, deps.texts) };
};

async function add(press: Press, view: NotifyView, what: Pick<NewTarget, "kind" | "label" | "userId" | "sealed">, deps: CommandDeps): Promise<Reply> {
  const { timeZone } = await deps.access.person(press.user.id);
  const target: NewTarget = { ...what, id: press.id, owner: view.owner, timeZone: timeZone ?? "UTC" };
  const { added, targets } = await deps.notify.add(target, by(press));
  const { notify: say } = deps.texts;
  if (added) return shown(press, view, targets, press.id, deps, say.added(quote(target.label)));
  return inPlace(press, notifyPanel(press, view, { targets, latest: [] }, deps.texts, say.full(MOST_TARGETS)));
}

const direct: Act<ComponentInteraction> = (press, view, deps) =>
  add(press, view, { kind: "dm", label: deps.texts.notify.dmLabel(press.user.name).slice(0, 100).toWellFormed(), userId: press.user.id, sealed: null }, deps);

const fieldOf = (press: ModalInteraction, name: string) => (press.fields[name] ?? "").trim();

const nameOf = (press: ModalInteraction, otherwise: string) =>
  cleanText(press.fields[FIELD.name] ?? "")
    .replaceAll(/\s+/g, " ")
    .slice(0, LABEL_LENGTH)
    .toWellFormed() || otherwise;

/** Sealed right here: nothing that is stored ever holds it in the clear. What was typed is not handed back, for it is as good as a password. */
async function keep(
  press: ModalInteraction,
  view: NotifyView,
  kind: "webhook" | "ntfy",
  secret: TargetSecret,
  label: string,
  deps: CommandDeps,
): Promise<Reply> {
  const { seal } = deps.notifyAddresses;
  if (seal === null) return privately(deps.texts.notify.noKey);
  return add(press, view, { kind, label: nameOf(press, label), userId: null, sealed: await seal(secret, view.owner, press.id) }, deps);
}

const webhook: Act<ModalInteraction> = async (press, view, deps) => {
  const typed = fieldOf(press, FIELD.address);
  const { notify: say } = deps.texts;
  const address = typed.length > ADDRESS_LENGTH ? null : deps.notifyAddresses.readWebhook(typed);
  return address === null ? privately(`${say.badWebhook}\n${say.nothingChanged}`) : keep(press, view, "webhook", address, say.webhookLabel, deps);
};

const ntfy: Act<ModalInteraction> = async (press, view, deps) => {
  const { notify: say } = deps.texts;
  const refuse = (why: string) => privately(`${why}\n${say.nothingChanged}`);
  const [typed, topic, token] = [FIELD.address, FIELD.topic, FIELD.token].map((name) => fieldOf(press, name)) as [string, string, string];
  const read = typed.length > ADDRESS_LENGTH ? { problem: "invalid" as const } : deps.notifyAddresses.readNtfy(typed);
  if ("problem" in read) return refuse(say.badAddress[read.problem]);
  if (!deps.notifyAddresses.isTopic(topic)) return refuse(say.badTopic);
  // What may stand in a header.
  if (token.length > TOKEN_LENGTH || /[^\x21-\x7e]/.test(token)) return refuse(say.badToken);
  const secret = { address: read.address, topic, ...(token === "" ? {} : { token }) };
  return keep(press, view, "ntfy", secret, say.ntfyLabel(new URL(read.address).host), deps);
};

/** "22", "22:00" and nothing at all; undefined for anything else. */
function hourIn(typed: string): number | null | undefined {
  if (typed === "") return null;
  const [, hour] = /^(\d{1,2})(?::00)?$/.exec(typed) ?? [];
  return hour === undefined || Number(hour) > 24 ? undefined : Number(hour) % 24;
}

const quietHours: Act<ModalInteraction> = async (press, view, deps) => {
  const { notify: say } = deps.texts;
  const id = idOf(press) ?? "";
  const [quietFrom, quietTo] = [hourIn(fieldOf(press, FIELD.from)), hourIn(fieldOf(press, FIELD.to))];
  const isNone = quietFrom === null && quietTo === null;
  if (quietFrom === undefined || quietTo === undefined || (!isNone && (quietFrom === null || quietTo === null || quietFrom === quietTo)))
    return privately(`${say.badHours}\n${say.nothingChanged}`);
  const timeZone = findTimeZone(fieldOf(press, FIELD.zone));
  if (timeZone === null) return privately(`${say.badZone}\n${say.nothingChanged}`);
  return shown(press, view, await deps.notify.change(view.owner, id, { quietFrom, quietTo, timeZone }, by(press)), id, deps);
};

export const notifyActions: Record<string, Handler<ComponentInteraction>> = {
  "notify-view": at(panel),
  "notify-pick": at(pick),
  "notify-switch": at(turn),
  "notify-remove": at(remove),
  "notify-test": at(test),
  "notify-quiet": at(quiet),
  "notify-dm": at(direct),
  "notify-webhook": at(window(({ place }, { texts }) => webhookWindow(place, texts))),
  "notify-ntfy": at(window(({ place }, { texts }) => ntfyWindow(place, texts))),
};

export const notifyModals: Record<string, Handler<ModalInteraction>> = {
  "notify-webhook": at(webhook),
  "notify-ntfy": at(ntfy),
  "notify-quiet": at(quietHours),
};
