// The whole bot with nothing but its environment changed, against an OpenAI-compatible server that we did not write.
import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Channel, InteractionHandle, User } from "../../scripts/playground/discord/discord.ts";
import { isFinal, openStage, type Stage, saidIn } from "./stage.ts";

const RAIN = `Rain falls when drops in a cloud grow too heavy. ${Array.from({ length: 60 }, (_, i) => `Fact ${i}.`).join(" ")}`;
const server = new LLMock({ port: 0 });
let stage: Stage;
let channel: Channel;
let ada: User;

beforeAll(async () => {
  server.onMessage("what is rain", { content: RAIN }, { chunkSize: 12, latency: 30 });
  server.onMessage("my cat is called Miso", { content: "Nice to meet Miso." });
  server.onMessage("what is my cat called", { content: "Your cat is called **Miso**." });
  await server.start();
  stage = await openStage({
    vars: { OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: "sk-other", MODEL: "gpt-4o", SYSTEM_PROMPT: "You are a weatherman." },
  });
  const guild = stage.discord.addGuild();
  channel = stage.discord.addChannel(guild);
  ada = stage.discord.addUser("ada");
  stage.discord.addMember(guild, ada);
}, 120_000);
afterAll(async () => {
  await stage.close();
  await server.stop();
});
beforeEach(() => server.clearRequests());

async function ask(prompt: string): Promise<InteractionHandle> {
  const handle = await stage.discord.interact({ kind: "slash", user: ada, channel, command: "ask", options: { prompt, context: false } });
  await stage.discord.waitFor(() => isFinal(handle), { timeoutMs: 60_000, what: `the answer to ${prompt}` });
  expect(stage.discord.violations).toEqual([]);
  return handle;
}
const requests = () =>
  server.getRequests().map((entry) => entry.body as unknown as { model: string; stream: boolean; messages: { role: string; content: string }[] });
const labels = (handle: InteractionHandle) =>
  handle
    .messages()
    .at(-1)
    ?.buttons.map((button) => button.label);

test("an answer streams, by the model and the prompt that the environment names", async () => {
  const asked = await ask("what is rain?");
  const [message] = asked.messages();
  expect(saidIn(asked)).toEqual([RAIN]);
  expect(message?.history.length).toBeGreaterThan(2);
  expect(labels(asked)).toEqual(["Follow up", "Regenerate", "More"]);
  expect(requests()).toHaveLength(1);
  expect(requests()[0]).toMatchObject({ model: "gpt-4o", stream: true });
  expect(requests()[0]?.messages[0]).toMatchObject({ role: "system", content: expect.stringContaining("You are a weatherman.") });
});

test("a second question comes with what was said before, in real roles", async () => {
  await ask("my cat is called Miso");
  server.clearRequests();
  // The record of the first is written right after its last edit.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const asked = await ask("what is my cat called?");
  expect(asked.messages()[0]?.content).toBe("Your cat is called **Miso**.");
  const messages = requests()[0]?.messages ?? [];
  expect(messages.slice(-3).map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
  expect(messages.at(-2)?.content).toBe("Nice to meet Miso.");
});

test.each([429, 500])("an error (%i) that passes is not even seen", async (status) => {
  server.nextRequestError(status, { message: "not now", type: "server_error" });
  const asked = await ask("what is rain?");
  expect(asked.messages()[0]?.content).toBe(RAIN);
  expect(requests().length).toBe(2);
});

test.each([
  [429, "too many requests"],
  [500, "a problem"],
  [401, "OPENAI_API_KEY"],
])("an error (%i) that stays ends with a sentence and Try again, which then works", async (status, words) => {
  server.prependFixture({ match: { userMessage: "what is rain" }, response: { error: { message: "secret details of the server", type: "x" }, status } });
  const asked = await ask("what is rain?");
  expect(asked.messages()[0]?.content).toContain(words);
  expect(asked.messages()[0]?.content).not.toContain("secret details");
  expect(labels(asked)).toEqual(["Try again", "Why"]);
  server.clearFixtures();
  server.onMessage("what is rain", { content: RAIN });
  const message = asked.messages()[0];
  const retry = message?.buttons.find(({ label }) => label === "Try again");
  await new Promise((resolve) => setTimeout(resolve, 500));
  await stage.discord.interact({ kind: "button", user: ada, channel, message: message?.id ?? "", customId: retry?.customId ?? "" });
  await stage.discord.waitFor(() => asked.messages()[0]?.content === RAIN && (labels(asked)?.includes("Regenerate") ?? false), {
    timeoutMs: 60_000,
    what: "the answer after all",
  });
  expect(stage.discord.violations).toEqual([]);
});

test("a server that hangs up in the middle, every time, ends with what came and an honest word", async () => {
  server.clearFixtures();
  server.onMessage("break off", { content: RAIN }, { chunkSize: 12, latency: 20, truncateAfterChunks: 10 });
  const asked = await ask("break off, please");
  expect(labels(asked)).toEqual(["Try again", "Why"]);
  expect(asked.messages()[0]?.content).toMatch(/^Rain falls .*\n-# The connection to the model/s);
  expect(requests().length).toBe(3);
});
