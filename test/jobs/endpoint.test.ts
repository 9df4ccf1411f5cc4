/** The test of a server's own endpoint: what is kept, what is not, and what a change in between comes to. */
import { beforeEach, describe, expect, it } from "vitest";
import { createEndpointJob } from "../../src/jobs/endpoint.ts";
import { explainTest, type TestFailure } from "../../src/jobs/endpoint-words.ts";
import type { EndpointInput, Job } from "../../src/jobs/types.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { ModelError, type ModelFailure } from "../../src/kernel/errors.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import type { OpenEndpoint, OpenedEndpoint } from "../../src/llm/endpoints.ts";
import { createPricing } from "../../src/llm/pricing.ts";
import { textsFor } from "../../src/locales/index.ts";
import { createModelStore, type ModelStore } from "../../src/models/store.ts";
import { createErasureStore, type ErasureStore } from "../../src/privacy/store.ts";
import { openDatabase } from "../fakes/database.ts";
import { createFakeDiscord } from "../fakes/discord-api.ts";
import { createJournal } from "../fakes/journal.ts";

const GUILD = "7" as GuildId;
const ADDRESS = "https://own.example/v1";
const NOW = 1_800_000_000_000;
const asked: string[] = [];
let models: ModelStore;
let erasures: ErasureStore;
beforeEach(async () => {
  asked.length = 0;
  const db = await openDatabase();
  models = createModelStore(db);
  erasures = createErasureStore(db);
});

/** `fails`: by model. */
function endpoint(over: { listed?: string[]; fails?: Record<string, ModelFailure>; meanwhile?: () => Promise<unknown> } = {}): OpenEndpoint {
  const { listed, fails = {} } = over;
  const opened: OpenedEndpoint = {
    host: "own.example",
    pricing: createPricing({ fallback: { input: 0, output: 0 }, privateEndpoint: false }),
    windowOf: () => 8_192,
    sealAgain: async () => "v1.new",
    probe: (named) => async () => (listed === undefined ? { ms: 5 } : { ms: 5, listed, unlisted: named.filter((id) => !listed.includes(id)) }),
    model: {
      async *stream({ models: [model = ""] }) {
        asked.push(model);
        await over.meanwhile?.();
        const failure = fails[model];
        if (failure !== undefined) throw new ModelError(failure, failure, { retryable: false });
        yield { type: "text" as const, text: "OK" };
      },
    },
  };
  return async () => opened;
}

async function run(input: EndpointInput, openEndpoint: OpenEndpoint, at = NOW): Promise<string> {
  const discord = createFakeDiscord(systemClock);
  const job = {
    id: "1",
    guildId: GUILD,
    user: { id: "1", name: "ada" },
    locale: "en-US",
    target: "update",
    private: true,
    createdAt: at,
    token: "t",
    input,
  } as unknown as Job;
  const given = { journal: createJournal(), signal: new AbortController().signal, deadline: NOW * 2, starts: 1 };
  const people = { pseudonyms: async (id: string): Promise<[string]> => [`key-${id}`], erasures: erasures };
  await createEndpointJob({ models, openEndpoint, discord, clock: systemClock, ...people }).run(job, given);
  return discord.texts().join("\n");
}
const set = (over: Partial<EndpointInput & { action: "set" }> = {}): EndpointInput => ({
  action: "set",
  address: ADDRESS,
  sealedKey: "v1.x",
  models: ["a"],
  rows: [],
  ...over,
});
const kept = async () => (await models.readServer(GUILD)).own;

describe("an endpoint that works", () => {
  it("is kept, with the models that were named and the sealed key", async () => {
    expect(await run(set({ models: ["a", "b"] }), endpoint({ listed: ["a", "b"] }))).toContain("It works");
    expect(await kept()).toMatchObject({ address: ADDRESS, sealedKey: "v1.x", models: ["a", "b"] });
    expect(asked).toEqual(["a"]);
  });

  it("is believed over its own list: a name that the list lacks is asked", async () => {
    expect(await run(set({ models: ["a", "b", "c"] }), endpoint({ listed: ["a", "b"] }))).toContain("It works");
    expect(asked).toEqual(["a", "c"]);
    expect(await run(set({ models: ["a", "c"] }), endpoint({ listed: ["a"], fails: { c: "unknown-model" } }), NOW + 1)).toMatch(/no model “c”.*It lists: `a`/);
    expect(await kept()).toMatchObject({ models: ["a", "b", "c"] });
  });

  it("may answer without a word, as models that think do", async () => {
    expect(await run(set(), endpoint({ fails: { a: "empty" } }))).toContain("It works");
  });

  it("is not kept where somebody changed the settings meanwhile", async () => {
    const meanwhile = () => models.setEndpoint(GUILD, null, { userId: "2", at: NOW + 5_000 });
    expect(await run(set(), endpoint({ meanwhile }))).toContain("somebody changed these settings meanwhile");
    expect(await kept()).toBeNull();
  });
});

describe("the test of the one that is there", () => {
  it("seals the key anew and notes the moment, but neither after a change in between", async () => {
    await run(set(), endpoint());
    expect(await run({ action: "test", rows: [] }, endpoint(), NOW + 1)).toContain("It works");
    expect(await kept()).toMatchObject({ sealedKey: "v1.new", models: ["a"] });
    const meanwhile = () => models.setEndpoint(GUILD, { address: ADDRESS, sealedKey: "v1.theirs", models: ["z"], testedAt: 1 }, { userId: "2", at: NOW + 9 });
    await run({ action: "test", rows: [] }, endpoint({ meanwhile }), NOW + 2);
    expect(await kept()).toMatchObject({ sealedKey: "v1.theirs", testedAt: 1 });
  });

  it("changes nothing where it fails, and says so where there is none", async () => {
    await run(set(), endpoint());
    expect(await run({ action: "test", rows: [] }, endpoint({ fails: { a: "unauthorized" } }), NOW + 1)).toContain("doesn't accept the key");
    expect(await kept()).toMatchObject({ sealedKey: "v1.x" });
    await models.setEndpoint(GUILD, null, { userId: "1", at: NOW + 2 });
    expect(await run({ action: "test", rows: [] }, endpoint(), NOW + 3)).toContain("no endpoint of its own");
  });
});

it("has a sentence for everything that can go wrong, none with a raw word in it", () => {
  const failures: TestFailure["failure"][] = [
    ...(["unreachable", "first-token-timeout", "idle-timeout", "rate-limited", "server-error", "unauthorized", "unknown-model"] as const),
    ...(["bad-request", "too-long", "not-an-api", "broken-stream", "empty", "own-private", "own-no-key", "no-list", "long-list"] as const),
  ];
  for (const locale of ["en", "de"]) {
    for (const failure of failures) {
      const sentence = explainTest({ failure, host: "own.example", model: "llama3", listed: ["x"], count: 300 }, textsFor(locale));
      expect(sentence, failure).toMatch(/^.{20,600}$/s);
      expect(sentence, failure).not.toMatch(/undefined|\[object|own-|-api\b/);
    }
  }
});
