/** Whose choice of a model wins, and what may be used at all. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  availableModels,
  chosenModels,
  countName,
  DEFAULT_MODELS,
  decideModels,
  findModelId,
  mayBeUsed,
  type ServerModels,
  sealContext,
  type Wanted,
} from "../../src/models/policy.ts";

const deployers = ["large", "small", "nano"];
const own = (...models: string[]): ServerModels => ({ ...DEFAULT_MODELS, own: { address: "https://own.example/v1", sealedKey: null, models, testedAt: null } });
const only = (...allowed: string[]): ServerModels => ({ ...DEFAULT_MODELS, allowed });
const want = (source: Wanted["source"], model: string): Wanted => ({ source, model });

describe("choices by scope", () => {
  const scopes = [
    ["server", "server:1"],
    ["channel", "channel:2"],
    ["thread", "channel:3"],
    ["user", "user:4"],
  ] as const;
  const all = scopes.map(([, scope]) => ({ scope, model: `of-${scope}` }));

  test("the person's own goes before the thread's, the channel's and the server's", () => {
    expect(chosenModels(scopes, all).map(({ source }) => source)).toEqual(["user", "thread", "channel", "server"]);
    expect(chosenModels(scopes, all.slice(0, 2))).toEqual([want("channel", "of-channel:2"), want("server", "of-server:1")]);
  });

  test("what was taken back, and what belongs to another place, counts nothing", () => {
    expect(chosenModels(scopes, [{ scope: "user:4", model: null }, { scope: "user:5", model: "x" }, ...all.slice(0, 1)])).toEqual([
      want("server", "of-server:1"),
    ]);
  });
});

describe("the decision", () => {
  test("is the deployer's chain where nobody chose", () => {
    expect(decideModels([], DEFAULT_MODELS, deployers)).toEqual({ models: deployers, source: "default", passedOver: [] });
  });

  test("asks what was chosen first, the rest of the chain should it fail, and nobody twice", () => {
    const wanted = [want("user", "small"), want("server", "nano"), want("job", "small")];
    expect(decideModels(wanted, DEFAULT_MODELS, deployers)).toEqual({ models: ["small", "nano", "large"], source: "user", passedOver: [] });
  });

  test("passes over what may not be used, and says whose wish that was", () => {
    expect(decideModels([want("user", "large"), want("channel", "nano")], only("nano", "small"), deployers)).toEqual({
      models: ["nano", "small"],
      source: "channel",
      passedOver: [want("user", "large")],
    });
    expect(decideModels([want("asked", "what?")], DEFAULT_MODELS, deployers)).toMatchObject({ source: "default", passedOver: [want("asked", "what?")] });
  });

  test("takes the deployer's model for a job, which need not stand in the chain, unless the server's list lacks it", () => {
    expect(decideModels([want("job", "translator")], DEFAULT_MODELS, deployers)).toMatchObject({ models: ["translator", ...deployers], source: "job" });
    expect(decideModels([want("job", "translator")], only("small"), deployers)).toEqual({ models: ["small"], source: "default", passedOver: [] });
  });

  test("keeps to a server's own endpoint: the deployer's models are not even a fallback there", () => {
    const there = own("llama3", "qwen3");
    expect(decideModels([want("user", "large"), want("job", "nano")], there, deployers)).toEqual({
      models: ["llama3", "qwen3"],
      source: "endpoint",
      passedOver: [want("user", "large")],
    });
    expect(decideModels([want("user", "qwen3")], { ...there, allowed: ["small"] }, deployers)).toMatchObject({ models: ["qwen3", "llama3"], source: "user" });
  });

  test("asks an own endpoint at most four times for one answer, however long its list", () => {
    const many = Array.from({ length: 25 }, (_, n) => `m${n}`);
    expect(decideModels([want("user", "m20")], own(...many), deployers).models).toEqual(["m20", "m0", "m1", "m2"]);
  });

  test("is nothing where nothing that is allowed is there", () => {
    expect(decideModels([want("user", "large")], only("gone"), deployers).models).toEqual([]);
    expect(availableModels(only("gone"), deployers)).toEqual([]);
  });

  test("whatever is wanted: only what may be used is asked, each once, and the first is what somebody allowed decided", () => {
    const id = fc.constantFrom("large", "small", "nano", "llama3", "qwen3", "x", "constructor");
    const source = fc.constantFrom<Wanted["source"]>("asked", "persona", "user", "thread", "channel", "server");
    const policy = fc.oneof(
      fc.constant(DEFAULT_MODELS),
      fc.array(id).map((ids) => only(...ids)),
      fc.array(id).map((ids) => own(...ids)),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ source, model: id })), policy, (wanted, server) => {
        const { models, passedOver } = decideModels(wanted, server, deployers);
        expect(new Set(models).size).toBe(models.length);
        for (const model of models) expect(mayBeUsed(model, server, deployers)).toBe(true);
        for (const { model } of passedOver) expect(mayBeUsed(model, server, deployers)).toBe(false);
        if (server.own !== null) for (const model of models) expect(server.own.models).toContain(model);
      }),
    );
  });
});

test("an id is found whatever its letters' case, an exact one first", () => {
  expect(findModelId(" DEMO ", ["demo", "Demo"])).toBe("demo");
  expect(findModelId("Demo", ["demo", "Demo"])).toBe("Demo");
  expect(findModelId("dem", ["demo"])).toBeUndefined();
  expect(findModelId("", ["demo"])).toBeUndefined();
});

test("counting is learnt for an endpoint and a model; a key is sealed for a server and a host", () => {
  expect(countName("llama3", null)).toBe("llama3");
  expect(countName("llama3", { address: "https://own.example/v1" })).toBe("https://own.example/v1 llama3");
  expect(sealContext("1", "https://own.example/v1")).toBe(sealContext("1", "https://own.example/v2"));
  expect(sealContext("1", "https://own.example/v1")).not.toBe(sealContext("2", "https://own.example/v1"));
  expect(sealContext("1", "https://own.example/v1")).not.toBe(sealContext("1", "https://own.example:444/v1"));
});
