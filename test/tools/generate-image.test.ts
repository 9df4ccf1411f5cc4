// The model has a picture made: within the budget, posted beside the answer, and what came of it told to the model.

import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { createBudgetStore } from "../../src/budget/store.ts";
import { createToolPictures } from "../../src/conversation/picture/for-tools.ts";
import { createDatabase } from "../../src/db/client.ts";
import type { DiscordApi, OutgoingMessage } from "../../src/discord/api.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import type { MessageId } from "../../src/kernel/ids.ts";
import { createImagePricing } from "../../src/llm/image-pricing.ts";
import { createOpenAiImages } from "../../src/llm/openai/images.ts";
import { de } from "../../src/locales/de.ts";
import { en } from "../../src/locales/en.ts";
import { generateImage } from "../../src/tools/generate-image.ts";
import { builtInTools } from "../../src/tools/index.ts";
import type { ToolPorts } from "../../src/tools/ports.ts";
import { runTool } from "../../src/tools/run-tool.ts";
import type { ToolContext, ToolPlace } from "../../src/tools/tool.ts";
import { portsOf } from "./ports.ts";

const log = { info: () => undefined, error: () => undefined };
let demo: ReturnType<typeof createDemoModel>;
let posted: { message: OutgoingMessage; token: string }[];
let answer: () => Awaited<ReturnType<DiscordApi["followUp"]>>;

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  await env.DB.batch(["ledger", "budget_usage"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
  demo = createDemoModel({ clock: systemClock });
  posted = [];
  answer = () => ({ kind: "sent", id: "9" as MessageId });
});

function open(limit = 500_000): ToolPorts {
  const model = "gpt-image-2";
  const fetch = (input: RequestInfo | URL, init?: RequestInit) => demo.fetch(new Request(input, init));
  const pricing = createImagePricing({ model, fallback: { input: 5, output: 15 }, free: false });
  const images = createOpenAiImages({
    baseUrl: "https://model.example/v1",
    apiKey: "sk",
    model,
    fetch,
    fetchPicture: async () => null,
    clock: systemClock,
    pricing,
  });
  const db = createDatabase(env.DB);
  const pictures = createToolPictures({
    images,
    db,
    budget: createBudgetStore(db, { user: limit, server: 0, global: 0 }),
    pseudonyms: async (id) => [`hmac-${id}`],
    discord: {
      followUp: async ({ token }, message) => {
        posted.push({ token, message });
        return answer();
      },
      createMessage: async (_channel, message, nonce) => {
        posted.push({ token: nonce, message });
        const sent = await answer();
        if (sent.kind === "unknown") throw new NetworkError("lost");
        return { id: sent.id };
      },
    },
    safetyIdentifier: async () => "abcdefgh",
    clock: systemClock,
    log,
  });
  return portsOf({ clock: systemClock, pictures });
}
const place = { applicationId: "1", token: "secret-token", asker: { id: "7", name: "ada", roles: [] }, guildId: null, private: true, locale: "en" };
const call = (ports: ToolPorts, key = "turn:call", more: object = {}) =>
  runTool(
    generateImage,
    '{"prompt":"a heron in the rain","size":"portrait"}',
    { ...ports, place: { ...place, ...more }, key, signal: new AbortController().signal } as unknown as ToolContext,
    log,
  );
const ledger = async (key = "turn:call") =>
  (await env.DB.prepare("SELECT amount, settled, user_scope FROM ledger WHERE turn_id = ?").bind(key).all()).results[0];

it("posts it as a follow-up of the answer, as private as that, and settles what it cost", async () => {
  expect((await call(open())).content).toContain("posted");
  expect(posted).toMatchObject([
    { token: "secret-token", message: { private: true, content: "-# 🎨 a heron in the rain", files: [{ contentType: "image/png" }] } },
  ]);
  expect(demo.requests[0]?.body).toMatchObject({ n: 1, size: "1024x1536" });
  expect(await ledger()).toEqual({ amount: 1_767 * 30 + 11 * 5, settled: 1, user_scope: "user:hmac-7" });
});

it("is not made beyond the budget", async () => {
  expect(await call(open(50_000))).toMatchObject({ failed: true, content: expect.stringContaining("budget") });
  expect(demo.requests).toEqual([]);
  expect(await ledger()).toBeUndefined();
});

it("says what the provider did not want, and gives the money back", async () => {
  demo.scriptImages(() => ({ refused: true }));
  expect(await call(open())).toMatchObject({ failed: true, content: expect.stringContaining("content rules") });
  expect(await ledger()).toMatchObject({ amount: 0, settled: 1 });
});

it("says that nobody knows, or that Discord did not take it; it was paid for", async () => {
  answer = () => ({ kind: "unknown" });
  expect((await call(open())).content).toContain("Do not make it again");
  answer = () => {
    throw new DiscordApiError("POST", "/webhooks", 403, 50013, "Missing Permissions");
  };
  expect((await call(open(), "turn:other")).content).toContain("Discord did not take it");
  expect(await ledger("turn:other")).toMatchObject({ settled: 1 });
});

it("is posted by the bot itself, under a nonce, where no interaction stands behind the turn; what nobody asked for the channel pays", async () => {
  const ownIdea = { token: "", channelId: "5", private: false, asker: { id: "1", name: "", roles: [] } };
  expect((await call(open(), "turn:call", ownIdea)).content).toContain("posted");
  expect(posted).toMatchObject([{ token: expect.stringMatching(/^[0-9a-f]{25}$/), message: { private: false, files: [{}] } }]);
  expect(await ledger()).toMatchObject({ settled: 1, user_scope: "user:hmac-5" });
  answer = () => ({ kind: "unknown" });
  expect((await call(open(), "turn:again", ownIdea)).content).toContain("Do not make it again");
});

it("is offered only where there is a model for pictures, and a way to post them", () => {
  const { offered } = generateImage;
  const tokenless = { ...place, token: "", bot: { canPost: false } };
  expect(offered(tokenless as unknown as ToolPlace, open())).toBe(false);
  expect(offered({ ...tokenless, bot: { canPost: true } } as unknown as ToolPlace, open())).toBe(true);
  expect(offered(place as unknown as ToolPlace, open())).toBe(true);
  expect(offered(place as unknown as ToolPlace, portsOf({ clock: systemClock, pictures: null }))).toBe(false);
  expect(generateImage).toMatchObject({ risk: "write", byDefault: false });
});

it("is on the list, with words for people in each language", () => {
  expect(builtInTools).toContain(generateImage);
  for (const { tools } of [en, de]) expect([tools.doing["generate_image"], tools.label["generate_image"]]).not.toContain(undefined);
});
