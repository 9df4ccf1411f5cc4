// What was heard is paid for once, stays where it belongs, and goes nowhere that it should not.
import { abortAllDurableObjects, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { recording } from "../fakes/recordings.ts";
import { plain } from "../senses/fixtures.ts";
import { catchingUp, saved, text } from "./catching-up.ts";
import { enter, openModels, ownServer } from "./own-endpoint-stage.ts";
import { manager, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

Object.assign(env, { TRANSCRIBE_MODEL: "demo-transcribe", AUDIO_BASE_URL: "https://audio.example/v1", AUDIO_API_KEY: "sk-audio" });

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
    world.serve("audio.example", (request) => world.model.fetch(request));
  },
  { messageContent: true },
);
const { catchUp } = catchingUp(() => world);

const voice = (words: string) => world.discord.putFile("voice-message.ogg", "audio/ogg", recording(words, 12), { duration_secs: 12, waveform: "AAAA" });
const speak = (words: string) => world.discord.post(world.channel, world.bob, "", { attachments: [voice(words)], json: { flags: 8192 } });
const heard = () => world.model.requests.filter(({ path }) => path === "/v1/audio/transcriptions");
const chats = () => world.model.requests.filter(({ path }) => path === "/v1/chat/completions");

test("a crash between hearing and answering pays for the hearing once", async () => {
  world.model.script((_, attempt) => (attempt === 1 ? "hang" : undefined));
  const asked = await world.discord.interact({
    kind: "slash",
    user: world.ada,
    channel: world.channel,
    command: "ask",
    options: { prompt: "What does he want?", file: voice("Bring the ladder.") },
  });
  await vi.waitFor(() => expect(chats()).toHaveLength(1), { timeout: 8_000 });
  await abortAllDurableObjects();
  await runDurableObjectAlarm(env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id)));
  await world.answered(asked);
  expect(text(asked)).toContain("The file voice-message.ogg arrived");
  expect(JSON.stringify(chats().at(-1)?.body)).toContain("Bring the ladder.");
  expect(heard()).toHaveLength(1);
  expect(heard()[0]?.headers["authorization"]).toBe("Bearer sk-audio");
  await saved(asked.id);
  const [row] = await rows("SELECT l.amount, t.cost_micro_usd AS cost FROM ledger l JOIN turns t ON t.id = l.turn_id WHERE l.turn_id = ?", asked.id);
  // Twelve seconds at the price of an unknown model.
  expect(row?.["amount"]).toBeGreaterThan(2_000);
  expect(row?.["amount"]).toBe(row?.["cost"]);
});

test("where a channel is remembered, what somebody said in it is theirs, and goes with them", async () => {
  await env.DB.prepare("INSERT INTO channel_settings (channel_id, guild_id, remembered) VALUES (?, ?, 1)").bind(world.channel.id, world.channel.guildId).run();
  speak("The blue ladder stands behind the barn.");
  const answer = await catchUp();
  await saved(answer.id);
  const kept = await rows("SELECT content, user_id FROM messages WHERE content LIKE '%blue ladder stands%' AND role = 'user'");
  expect(kept).toEqual([{ content: "[Voice message] The blue ladder stands behind the barn.", user_id: world.bob.id }]);
});

test("a server's own endpoint means that recordings go nowhere else; documents are read here anyway", async () => {
  const own = ownServer(world);
  own.script(undefined);
  await enter(world, await openModels(world));
  const answer = await world.ask("What does he say?", { options: { file: voice("secret words") } });
  expect(text(answer)).toContain("this server uses a model endpoint of its own");
  expect(heard()).toEqual([]);
  const read = await world.ask("What is in it?", { options: { file: world.discord.putFile("plan.pdf", "application/pdf", plain) } });
  expect(text(read)).toContain("The file plan.pdf arrived");
});

test("/memory add takes a PDF, and cites it", async () => {
  const user = manager(world);
  await world.knows(user);
  const file = world.discord.putFile("plan.pdf", "application/pdf", plain);
  const added = await world.discord.interact({
    kind: "slash",
    command: "memory",
    path: ["add"],
    user,
    channel: world.channel,
    options: { name: "Plan", file },
  });
  await vi.waitFor(() => expect(text(added)).toContain("I know **Plan** from now on"), { timeout: 8_000 });
  const answer = await world.ask("When does the harvest begin?");
  expect(text(answer)).toContain("the harvest begins on Tuesday");
});
