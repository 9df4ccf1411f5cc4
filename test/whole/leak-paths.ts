/** Every way on which somebody may be shown what is stored, or a model in their name, walked as a reader does. Used by leaks.test.ts. */
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { type Channel, type InteractionHandle, type MessageRecord, permission, type User } from "../../scripts/playground/discord/discord.ts";
import { noticeJob } from "../../src/jobs/notice.ts";
import type { DueWords } from "../../src/memory/unnoticed-store.ts";
import type { Kind, Look, Reader, Secret } from "./leak-matrix.ts";
import { freeOfCharge, type Planted } from "./leak-plants.ts";
import type { Stage } from "./leak-stage.ts";
import { rows } from "./panel.ts";

const FACTS: readonly Kind[] = ["fact about oneself", "fact about oneself, private", "fact about a channel", "fact about a server", "posted and kept"];
const SAID: readonly Kind[] = ["said in public", "said as a guest", "said in private"];
const INSTRUCTIONS: readonly Kind[] = ["instructions of oneself", "instructions of a channel", "instructions of a server"];
const PERSONAS: readonly Kind[] = ["persona of oneself", "persona of a server"];
const OWN: readonly Kind[] = [
  ...SAID,
  "fact about oneself",
  "fact about oneself, private",
  "notes in public",
  "notes in private",
  "superseded",
  "unwanted",
  "reminder",
];

/** `looks`: what was seen is added to it. */
export function createPaths({ world, people, channels, reader, mayRead }: Stage, { secrets, turns, ownModel, wish }: Planted, looks: Look[]) {
  const { discord } = world;
  let marker = 0;

  /** What an interaction shows now: its messages with embeds, components, files, its window, its choices. The next press may change it. */
  async function shownBy(handle: InteractionHandle): Promise<string> {
    const messages = handle.messages().map(({ content, embeds, components }) => JSON.stringify([content, embeds, components]));
    const files = handle.messages().flatMap(({ attachments }) => attachments.map(async ({ url }) => (await discord.fetch(new Request(url))).text()));
    return [...messages, ...(await Promise.all(files)), JSON.stringify([handle.modal, handle.choices])].join("\n");
  }
  let seen: string[] = [];
  const ended = async (handle: InteractionHandle, what: string) => {
    await discord.waitFor(() => handle.settled && !isWriting(handle), { timeoutMs: 30_000, what });
    seen.push(await shownBy(handle));
    return handle;
  };
  const slash = async ({ user, channel }: Reader, command: string, path: string[] = [], options: Record<string, string | boolean | Channel> = {}) =>
    ended(await discord.interact({ user, channel, kind: "slash", command, path, options, force: true }), `/${command} ${path.join(" ")}`);
  const forge = async ({ user, channel }: Reader, from: InteractionHandle, customId: string, values?: string[]) => {
    const common = { user, channel, message: from.original()?.record ?? "", customId, force: true };
    return ended(await discord.interact(values === undefined ? { ...common, kind: "button" } : { ...common, kind: "select", values }), customId);
  };
  const complete = async ({ user, channel }: Reader, command: string, path: string[], focused: string, typed: string) =>
    ended(await discord.interact({ user, channel, kind: "autocomplete", command, path, focused, options: { [focused]: typed }, force: true }), focused);
  const menu = async ({ user, channel }: Reader, command: string, target: MessageRecord) =>
    ended(await discord.interact({ user, channel, kind: "message", command, target, force: true }), command);
  const note = async <Result>(path: string, reader: Reader, whole: readonly Kind[], act: () => Promise<Result>, more: Partial<Look> = {}): Promise<Result> => {
    seen = [];
    const result = await act();
    // Who is refused is shown nothing, and that proves nothing.
    expect(seen.filter((text) => /a lot at once|used up|went wrong/.test(text))).toEqual([]);
    looks.push({ path, reader, alone: true, model: false, whole, seen: seen.join("\n"), ...more });
    return result;
  };

  /** The same, and what the model was sent about the marker. */
  async function asked(path: string, reader: Reader, alone: boolean, act: (mark: string) => Promise<unknown>, more: Partial<Look> = {}): Promise<void> {
    // The number first: of words that begin alike the index keeps what tells them apart, and that would be somebody's id.
    const mark = `mk${++marker}n${reader.user.id}x`;
    await freeOfCharge();
    const models = [world.model, ownModel].map(({ requests }) => ({ requests, before: requests.length }));
    // What the bot says in public is read by that person, too.
    await note(path, reader, [], () => act(mark), more);
    const bodies = models.flatMap(({ requests, before }) => requests.slice(before).map(({ body }) => JSON.stringify(body ?? null)));
    const sent = bodies.filter((body) => body.includes(mark));
    looks.push({ path: `${path}: the model`, reader, alone, model: true, whole: [], seen: sent.join("\n"), ...more });
  }
  const isWriting = (handle: InteractionHandle) =>
    handle.messages().some(({ buttons, content }) => /writing a reply/.test(content) || buttons.some(({ customId }) => customId.startsWith("stop:")));

  /** One secret of each kind, person and place is asked about; a model reads no more words of a question. */
  function questions(): string[] {
    const groups = new Map(secrets.filter(({ topic }) => topic !== "").map((secret) => [`${secret.kind} ${secret.by.id} ${secret.channel.id}`, secret.topic]));
    const topics = [...groups.values()];
    return Array.from({ length: Math.ceil(topics.length / 24) }, (_, page) => topics.slice(page * 24, (page + 1) * 24).join(" "));
  }

  return {
    /** Without a model. */
    async stored(reader: Reader): Promise<void> {
      const facts = secrets.filter(({ handle }) => handle !== undefined && /^\d{15,}$/.test(handle));
      const refs = [...new Set(secrets.filter(({ kind }) => kind.startsWith("persona")).map(({ handle = "" }) => handle))];
      const list = await note("/memory show", reader, FACTS, async () => {
        const first = await slash(reader, "memory", ["show"]);
        for (const tab of ["me", "channel", "server", "documents"]) for (const page of [0, 1]) await forge(reader, first, `memory:${tab}:${page}`);
        return first;
      });
      await note("/memory show, an entry", reader, [], async () => {
        for (const { handle = "" } of facts.filter((_, index) => index % 3 !== 1)) await forge(reader, list, "memory-open", [`fact:${handle}`]);
        for (let id = 1; id <= 6; id++) await forge(reader, list, "memory-open", [`document:${id}`]);
      });
      // Of others nothing is told, nothing moves, nothing goes.
      await note("facts of others", reader, [], async () => {
        for (const { handle = "" } of facts.filter(
          ({ by, kind }, index) => index % 3 === 0 && by.id !== reader.user.id && kind.startsWith("fact about oneself"),
        ))
          for (const act of ["edit", "forget", "where"]) await forge(reader, list, `memory-${act}:${handle}:public`);
      });
      await note("/memory edit and forget, completed", reader, [], async () => {
        for (const path of ["edit", "forget"]) for (const words of ["", "garden"]) await complete(reader, "memory", [path], "fact", words);
      });
      const reminders = secrets.filter(({ kind }) => kind === "reminder");
      await note("/remind", reader, ["reminder"], async () => {
        const list = await slash(reader, "remind");
        for (const { handle = "" } of reminders) {
          await forge(reader, list, "remind-open", [handle]);
          await forge(reader, list, `remind-edit:${handle}`);
          await forge(reader, list, `remind-snooze:${handle}:10`);
          await forge(reader, list, `remind-done:${handle}`);
        }
      });
      await note("/memory export", reader, ["fact about oneself", "fact about oneself, private"], () => slash(reader, "memory", ["export"]));
      // Half of them: the other half has the same neighbours.
      const about = secrets.filter(({ topic }, index) => topic !== "" && index % 2 === 0);
      await note("/memory search", reader, [...SAID, ...FACTS, "knowledge"], () => searches(reader, about), { about: new Set(about) });
      const prompt = await note("/viewprompt", reader, INSTRUCTIONS, async () => {
        const first = await slash(reader, "viewprompt");
        for (const name of ["persona", "server", "channel", "thread", "user"])
          for (const what of ["full", "history"]) await forge(reader, first, "prompt-show", [`${what}:${name}`]);
        return first;
      });
      await note("/persona", reader, PERSONAS, async () => {
        await slash(reader, "persona", ["list"]);
        await slash(reader, "persona", ["show"]);
        for (const ref of refs) await forge(reader, prompt, `persona-keep:${ref}`);
        for (const ref of refs.filter((_, index) => index % 2 === 0))
          for (const act of ["edit", "export", "delete", "restore"]) await forge(reader, prompt, `persona-${act}:${ref}:1`);
      });
      await note("/persona, completed", reader, [], async () => {
        for (const path of ["use", "edit"]) for (const words of ["", "zq"]) await complete(reader, "persona", [path], "name", words);
      });
      await note("/settings and /model", reader, [], async () => {
        await slash(reader, "settings");
        await slash(reader, "model");
        await complete(reader, "model", [], "name", "");
        for (const customId of ["settings:me", "settings:channel", "settings:server", "settings-models", "settings-mcp", "models-own", "model-view:server"])
          await forge(reader, prompt, customId);
      });
      await note("/why", reader, [], () => slash(reader, "why"));
      const privacy = await slash(reader, "privacy");
      await note("/privacy, Get my data", reader, OWN, async () => ended(await world.press(reader.user, privacy, "Get my data"), "data"), { own: true });
    },

    /** With a model. */
    async told(reader: Reader): Promise<void> {
      const { user, channel } = reader;
      for (const alone of [false, true])
        for (const topics of questions())
          await asked(alone ? "/ask in private" : "/ask", reader, alone, (mark) => slash(reader, "ask", [], { prompt: `${topics} ${mark}`, private: alone }));
      const about = (mark: string) => discord.post(channel, user, `What is ${mark}, and which garden is it about?`);
      for (const task of ["explain", "summarize"])
        await asked(`Ask AI privately, ${task}`, reader, true, async (mark) =>
          forge(reader, await menu(reader, "Ask AI privately", about(mark)), `panel:${task}:${user.id}:0`),
        );
      await asked("Reply with AI", reader, false, (mark) => menu(reader, "Reply with AI", about(mark)));
      const question = (mark: string) => ({ since: "2h", question: `What of the garden gate? ${mark}` });
      await asked("/catchup", reader, true, (mark) => slash(reader, "catchup", [], question(mark)));
      for (const elsewhere of [channels.main, channels.staff, channels.closed, channels.away]) {
        if (elsewhere === channel) continue;
        const may = elsewhere.guildId === reader.guild && reader.member && mayRead(user, elsewhere);
        const act = (mark: string) => slash(reader, "catchup", [], { ...question(mark), channel: elsewhere });
        await asked("/catchup elsewhere", reader, true, act, may ? { elsewhere: [elsewhere] } : {});
      }
    },

    /** By what a model may call; `fellow`: somebody of that server who has no role there. */
    async called(reader: Reader, fellow: User): Promise<void> {
      const { user } = reader;
      const { main, staff, closed, away } = channels;
      const ofServer = Object.values(channels).filter(({ guildId }) => guildId === reader.guild && reader.member && guildId !== null);
      for (const alone of [false, true]) {
        const open = ofServer.filter((one) => mayRead(user, one) && (alone || mayRead(fellow, one)));
        const call = async (name: string, input: Record<string, unknown>, elsewhere: readonly Channel[]) => {
          wish.call = { name, arguments: JSON.stringify(input) };
          const ask = (mark: string) => slash(reader, "ask", [], { prompt: `Have a look, ${mark}`, context: false, private: alone });
          await asked(`${name}${alone ? " in private" : ""}`, reader, alone, ask, { elsewhere });
          delete wish.call;
        };
        for (const query of questions()) await call("recall", { query }, []);
        // They ask for all of them, not only for those that they see.
        for (const one of reader.member && reader.guild !== null ? [main, staff, closed, away] : []) {
          const read = open.filter(({ id }) => id === one.id);
          await call("channel_history", { channel: one.id, limit: 100 }, read);
          // A search looks into threads as well.
          const within = open.filter(({ id, parentId }) => id === one.id || parentId === one.id);
          await call("search_messages", { words: "garden", channel: one.id, limit: 25 }, within);
        }
        for (const order of ["newest", "relevance"]) await call("search_messages", { words: "garden", order, limit: 25 }, open);
      }
    },

    /** What people said is looked through for facts about them: no model is shown anybody else's words, nor these anywhere else. */
    async byNight(): Promise<void> {
      const due = (await rows(
        "SELECT user_id AS userId, conversation, scope, first_id AS firstId, guild_id AS guildId, present FROM unnoticed",
      )) as unknown as DueWords[];
      for (const words of due) {
        const [channelId = ""] = words.conversation.split(":");
        const [user, channel] = [Object.values(people).find(({ id }) => id === words.userId), discord.state.channels.get(channelId)];
        if (user === undefined || channel === undefined) throw new Error(`nobody knows ${words.conversation}`);
        await freeOfCharge();
        const models = [world.model, ownModel].map(({ requests }) => ({ requests, before: requests.length }));
        const job = noticeJob({ ...words, present: Boolean(words.present) }, "1", Date.now());
        await env.CHANNEL.get(env.CHANNEL.idFromName(channelId)).submit(job);
        await vi.waitFor(async () => expect(await rows("SELECT turn_id FROM ledger WHERE turn_id = ? AND settled = 1", job.id)).toHaveLength(1), {
          timeout: 10_000,
        });
        const seen = models.flatMap(({ requests, before }) => requests.slice(before).map(({ body }) => JSON.stringify(body))).join("\n");
        const ofOthers = secrets.filter(({ by, word }) => by.id !== user.id && seen.includes(word));
        expect(ofOthers).toEqual([]);
        looks.push({
          path: "by night: the model",
          reader: reader(user, channel),
          alone: words.conversation.endsWith(":private"),
          model: true,
          whole: [],
          seen,
        });
      }
      expect(due.length).toBeGreaterThan(10);
    },

    /** Buttons under answers of all others, as if they were one's own. */
    async forged(reader: Reader): Promise<void> {
      const { user, channel } = reader;
      const moderates = (discord.permissionsOf(user, channel) & permission.manageMessages) !== 0n;
      const privately = await slash(reader, "privacy");
      const [some = ""] = questions();
      const inPublic = await slash(reader, "ask", [], { prompt: "Hello", context: false });
      for (const { handle, asker } of turns.filter(({ asker: by }, index) => by.id !== user.id && index % 5 === 0))
        for (const as of [user.id, asker.id]) {
          const ids = `${handle.id}:${as}`;
          await note("buttons of others", reader, [], async () => {
            for (const action of ["why", "show", "thread"]) await forge(reader, privately, `${action}:${ids}`);
            for (const action of ["why", "thread"]) await forge(reader, privately, `${action}:${ids}:more`);
          });
          for (const [action, under, alone] of [
            ["regenerate", privately, true],
            ["regenerate", inPublic, false],
            ["continue", inPublic, false],
            ["follow-up", inPublic, false],
            ["follow-up", privately, true],
          ] as const) {
            // A moderator has the asker's own answer made again, in their place; what they ask themselves is theirs.
            const instead = moderates && as === asker.id && !alone && action !== "follow-up";
            await asked("buttons of others, made again", instead ? { ...reader, user: asker } : reader, alone, async (mark) => {
              const pressed = await forge(reader, under, `${action}:${ids}`);
              if (pressed.modal !== undefined)
                await ended(await discord.interact({ user, channel, kind: "modal", from: pressed, values: { prompt: `And ${mark}? ${some}` } }), action);
            });
          }
        }
    },
  };

  async function searches(reader: Reader, about: readonly Secret[]): Promise<void> {
    // From all over, so that few of them are for one reader.
    const pages = Math.ceil(about.length / 9);
    for (let page = 0; page < pages; page++) {
      const topics = about.filter((_, index) => index % pages === page).map(({ topic }) => topic);
      await slash(reader, "memory", ["search"], { query: topics.join(" ") });
    }
  }
}
