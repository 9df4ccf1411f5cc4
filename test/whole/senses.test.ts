// What comes in with a question: the model receives a PDF's pages, a workbook's cells, code with its lines, and what is said in a voice message; whatever fails is one sentence, and the answer comes.
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { InteractionHandle, MessageRecord } from "../../scripts/playground/discord/discord.ts";
import type { OptionValue } from "../../scripts/playground/discord/spec.ts";
import { recording } from "../fakes/recordings.ts";
import { locked } from "../senses/encrypted.ts";
import { plain, scanned, sheet } from "../senses/fixtures.ts";
import { pages } from "../senses/made.ts";
import { catchingUp, labels, saved, text } from "./catching-up.ts";
import { rows } from "./panel.ts";
import { replying } from "./replying.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, { TRANSCRIBE_MODEL: "demo-transcribe" });

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);
const { catchUp, lines, optOut, post } = catchingUp(() => world);
const { reply, posted } = replying(() => world);

const put = (name: string, type: string, bytes: Uint8Array<ArrayBuffer>, extra = {}) => world.discord.putFile(name, type, bytes, extra);
const voice = (words: string | null, seconds = 12) =>
  put("voice-message.ogg", "audio/ogg", recording(words, seconds), { duration_secs: seconds, waveform: "AAAA" });
/** As Discord's clients send one. */
const speak = (user = world.bob, words: string | null = "Please bring the ladder.", minutes = 0): MessageRecord =>
  world.discord.post(world.channel, user, "", {
    attachments: [voice(words)],
    json: { flags: 8192, timestamp: new Date(Date.now() - minutes * 60_000).toISOString() },
  });
const chats = () => world.model.requests.filter(({ path }) => path === "/v1/chat/completions");
const heard = () => world.model.requests.filter(({ path }) => path === "/v1/audio/transcriptions");
const told = () => JSON.stringify(chats().at(-1)?.body);
const asked = async (prompt: string, file: OptionValue) => world.ask(prompt, { options: { file } });
const charged = async ({ id }: InteractionHandle) => {
  await saved(id);
  return (await rows("SELECT l.amount, l.settled, t.cost_micro_usd AS cost FROM ledger l JOIN turns t ON t.id = l.turn_id WHERE l.turn_id = ?", id))[0];
};
const openMenu = (target: MessageRecord) =>
  world.discord.interact({ kind: "message", command: "Ask AI privately", user: world.ada, channel: world.channel, target });

describe("a file of /ask", () => {
  test("that is a PDF is read with its pages", async () => {
    const answer = await asked("What is in it?", put("plan.pdf", "application/pdf", plain));
    expect(text(answer)).toContain('The file plan.pdf arrived: 137 characters, beginning with "[page 1] Grüße aus Köln');
    expect(told()).toContain("[page 2]\\nPage two says: the harvest begins on Tuesday.");
  });

  test("that is a workbook is read as tables, and code comes with its lines", async () => {
    await asked("Sum it up", put("kilos.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet));
    expect(told()).toContain("2: Mira | 12.5 | 2026-11-28");
    await asked("Any bugs?", put("main.py", "text/x-python", Uint8Array.from(new TextEncoder().encode("a = 1\nprint(a)\n"))));
    expect(told()).toContain("1|a = 1\\n2|print(a)");
  });

  test("that is longer than the model's window is told from both ends, and that is said", async () => {
    const long = pages(Array.from({ length: 300 }, (_, page) => `BT /F 10 Tf 50 700 Td (Page ${page + 1} says: ${"many words ".repeat(30)}) Tj ET`));
    const answer = await asked("What is in it?", put("long.pdf", "application/pdf", long));
    expect(text(answer)).toContain("-# “long.pdf” didn't fit whole into what the model can read at once");
    expect(told()).toMatch(/\[page 1\].*\[\.\.\.\].*\[page 300\]/s);
  });

  test("that cannot be read is a sentence under the answer, and the model knows, too", async () => {
    for (const [name, bytes, words] of [
      ["scan.pdf", scanned, "holds no text that I could read"],
      ["locked.pdf", locked, "is locked with a password"],
    ] as const) {
      const answer = await asked("What is in it?", put(name, "application/pdf", bytes));
      expect(text(answer)).toContain("You asked:");
      expect(text(answer)).toMatch(new RegExp(`-# “${name}” ${words}`));
      expect(told()).toContain(`(Could not be read: “${name}” ${words}`);
    }
  });

  test("of an old office program is refused at once, with what to do", async () => {
    const refused = await world.discord.interact({
      kind: "slash",
      user: world.ada,
      channel: world.channel,
      command: "ask",
      options: { prompt: "Read", file: put("old.doc", "application/msword", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0)) },
    });
    expect(text(refused)).toContain("Save it as .docx, .xlsx, .pptx or PDF");
  });

  test("that is a recording is listened to, and paid for by its length", async () => {
    const answer = await asked("What does he want?", voice("The ladder stands behind the barn.", 30));
    expect(text(answer)).toContain("The file voice-message.ogg arrived");
    expect(told()).toContain("(Words of a recording, 0:30)\\nThe ladder stands behind the barn.");
    expect(heard()).toHaveLength(1);
    // Thirty seconds at the price of an unknown model, beside the answer itself.
    const { amount, settled, cost } = (await charged(answer)) ?? {};
    expect(settled).toBe(1);
    expect(amount).toBeGreaterThan(5_000);
    expect(cost).toBe(amount);
  });
});

describe("a recording that is not heard", () => {
  const trouble = async (words: RegExp) => {
    const answer = await asked("What does he want?", voice("no matter"));
    expect(text(answer)).toContain("You asked:");
    expect(text(answer)).toMatch(words);
    expect(told()).toContain("(Could not be read:");
    return answer;
  };

  test("because the server is ill is one sentence, and nothing is paid", async () => {
    world.model.scriptTranscriptions(() => ({ status: 500 }));
    const answer = await trouble(/-# I couldn't listen to “voice-message\.ogg” just now\./);
    expect((await charged(answer))?.["amount"]).toBeLessThan(5_000);
  });

  test("because there is nothing said, or it is no recording at all", async () => {
    world.model.scriptTranscriptions(() => ({ text: "" }));
    await trouble(/heard no words in it/);
    const answer = await asked("And this?", put("noise.ogg", "audio/ogg", Uint8Array.of(1, 2, 3, 4)));
    expect(text(answer)).toMatch(/“noise\.ogg” is not something I can read/);
  });

  test("because it is too dear for what is left today", async () => {
    const answer = await asked("What does he want?", voice("no matter", 60 * 60));
    expect(text(answer)).toContain("You asked:");
    expect(text(answer)).toMatch(/more than what is left of today's budget/);
    expect(heard()).toEqual([]);
  });
});

describe("somebody's voice message", () => {
  test("is what “Reply with AI” replies to", async () => {
    await reply(speak());
    expect(told()).toMatch(/<message author=\\"bob\\" untrusted=\\"true\\">\\n\[Voice message, 0:12\] Please bring the ladder\./);
    expect(posted()[0]?.json.content).toContain('It is about what bob wrote: "[Voice message, 0:12] Please bring the ladder."');
  });

  test("is known to whoever goes on from there, and heard once, though the answer is made again", async () => {
    const panel = await openMenu(
      world.discord.post(world.channel, world.bob, "Listen to what I have to say", { attachments: [voice("Please bring the ladder.")] }),
    );
    const explained = await world.press(world.ada, panel, "Explain");
    await world.answered(explained);
    expect(told()).toMatch(/Listen to what I have to say\\n\\n\[Voice message, 0:12\] Please bring the ladder\./);
    await saved(explained.id);
    const again = await world.press(world.ada, explained, "Regenerate");
    await world.answered(again);
    await saved(again.id);
    expect(told().match(/Please bring the ladder/g)).toHaveLength(1);
    expect(heard()).toHaveLength(1);
    const window = await world.press(world.ada, explained, "Follow up");
    const next = await world.discord.interact({ kind: "modal", user: world.ada, channel: world.channel, from: window, values: { prompt: "And why?" } });
    await world.answered(next);
    expect(told()).toContain("Please bring the ladder");
  });

  test("that was replied to is read along", async () => {
    const first = speak();
    await reply(world.discord.post(world.channel, world.bob, "Did you hear that?", { replyTo: first }));
    expect(told()).toContain("(Words of a recording, 0:12)\\nPlease bring the ladder.");
  });

  test("is written down at once by “Ask AI privately”, word for word and by no model that chats; what else can be done stands below", async () => {
    const answer = await openMenu(speak());
    await world.answered(answer);
    expect(answer.original()?.isPrivate).toBe(true);
    expect(text(answer)).toContain("**voice-message.ogg** (0:12)\n> Please bring the ladder.");
    expect(chats()).toEqual([]);
    expect(labels(answer)).toEqual(expect.arrayContaining(["Explain", "Translate", "Write down", "Own question"]));
    const translated = await world.press(world.ada, answer, "Translate");
    await world.answered(translated);
    expect(told()).toMatch(/\[Voice message, 0:12\] Please bring the ladder\..*Translate the message above/s);
  });

  test("that cannot be heard leaves the panel with a sentence", async () => {
    world.model.scriptTranscriptions(() => ({ status: 500 }));
    const answer = await openMenu(speak());
    await world.answered(answer);
    expect(text(answer)).toContain("I couldn't listen to “voice-message.ogg” just now.");
    expect(labels(answer)).toContain("Write down");
  });

  test("is told by /catchup as its author's words: the newest five, and nobody's who opted out", async () => {
    const cleo = world.discord.addUser("cleo");
    for (let n = 1; n <= 6; n += 1) speak(world.bob, `Number ${n}.`, 30 - n);
    post(world.bob, "and that in writing");
    speak(cleo, "I want to be left alone.", 1);
    await optOut(cleo);
    const answer = await catchUp();
    expect(lines()).toEqual([
      "[1] bob: [voice-message.ogg]",
      ...[2, 3, 4, 5, 6].map((n) => `[${n}] bob: [Voice message] Number ${n}.`),
      "[7] bob: and that in writing",
    ]);
    expect(heard()).toHaveLength(5);
    expect(text(answer)).toContain("I didn't listen to one voice message.");
    expect(JSON.stringify(world.model.requests)).not.toContain("left alone");
  });
});

describe("pictures that Discord shows of links", () => {
  test("are seen where a message is asked about, and by what replies to it", async () => {
    const shown = put("shown.png", "image/png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10));
    const embeds = [
      { type: "rich", url: "https://example.com/", thumbnail: { url: "https://example.com/a.png", proxy_url: shown.proxy_url, width: 80, height: 60 } },
    ];
    const target = world.discord.post(world.channel, world.bob, "https://example.com/", { json: { embeds } });
    const panel: InteractionHandle = await openMenu(target);
    await world.answered(panel);
    expect(text(panel)).toContain("Picture 1 arrived: image/png, 8 bytes.");
    await reply(world.discord.post(world.channel, world.bob, "What do you make of it?", { replyTo: target }));
    expect(posted().at(-1)?.json.content).toContain("Picture 1 arrived: image/png, 8 bytes.");
  });
});
