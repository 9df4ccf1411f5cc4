/** Is the model there? One free request, whatever stands at the other end. */
import { describe, expect, it } from "vitest";
import { createDemoModel } from "../../../scripts/playground/model/demo-model.ts";
import { systemClock } from "../../../src/kernel/clock.ts";
import { createModelProbe } from "../../../src/llm/openai/probe.ts";

const list = (...ids: string[]) => Response.json({ object: "list", data: ids.map((id) => ({ id, object: "model" })) });
const seen: Request[] = [];

function ask(answer: (request: Request) => Response | Promise<Response>, { models = ["small", "large"], apiKey = "sk-secret" } = {}) {
  let now = 0;
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    seen.push(request);
    now += 120;
    return answer(request);
  };
  const clock = { now: () => now, sleep: systemClock.sleep };
  return createModelProbe({ baseUrl: "https://model.example/v1", apiKey, models, fetch, clock })(new AbortController().signal);
}

describe("the probe", () => {
  it("asks for the list of models, once, with the key, and says how long that took", async () => {
    seen.length = 0;
    expect(await ask(() => list("small", "large", "other"))).toEqual({ ms: 120, unlisted: [], listed: ["small", "large", "other"] });
    expect(seen.map(({ method, url }) => [method, url])).toEqual([["GET", "https://model.example/v1/models"]]);
    expect(seen[0]?.headers.get("authorization")).toBe("Bearer sk-secret");
    await ask(() => list("small"), { apiKey: "" });
    expect(seen[1]?.headers.has("authorization")).toBe(false);
  });

  it("finds models behind a provider's path and before a tag, and names those that are missing", async () => {
    expect(await ask(() => list("models/small", "large:latest"))).toMatchObject({ unlisted: [] });
    expect(await ask(() => list("small", "a-large"))).toMatchObject({ unlisted: ["large"] });
  });

  it("names a model once that is listed for each place that serves it, and none without a name", async () => {
    expect(await ask(() => list("small", "large", "small", " "))).toMatchObject({ unlisted: [], listed: ["small", "large"] });
  });

  it("tells a wrong key, a wrong address and trouble apart", async () => {
    const failures: [Response, string][] = [
      [Response.json({ error: { message: "Incorrect API key provided", code: "invalid_api_key" } }, { status: 401 }), "unauthorized"],
      [Response.json({ error: "no" }, { status: 403 }), "unauthorized"],
      [new Response("<html>It works!</html>", { headers: { "content-type": "text/html" } }), "not-an-api"],
      [new Response("<!doctype html>nothing here", { status: 404, headers: { "content-type": "text/html" } }), "not-an-api"],
      [new Response(null, { status: 302, headers: { location: "https://login.example" } }), "not-an-api"],
      [Response.json({}, { status: 429 }), "rate-limited"],
      [new Response("bad gateway", { status: 502 }), "server-error"],
    ];
    for (const [response, failure] of failures) expect(await ask(() => response)).toEqual({ ms: 120, failure });
  });

  it("is not sure where a server has no list, or one that says nothing", async () => {
    for (const response of [
      Response.json({ detail: "Not Found" }, { status: 404 }),
      Response.json({ error: { message: "no" } }, { status: 405 }),
      list(),
      Response.json({}),
      new Response("[]"),
      new Response("ok"),
      Response.json({ data: [{}, null, 5] }),
    ])
      expect(await ask(() => response)).toEqual({ ms: 120 });
  });

  it("calls unreachable what does not answer, and hears when nobody wants to know any more", async () => {
    expect(await ask(() => Promise.reject(new TypeError("no route")))).toEqual({ ms: 120, failure: "unreachable" });
    const leave = new AbortController();
    const hangs = createModelProbe({
      baseUrl: "https://model.example/v1",
      apiKey: "",
      models: [],
      clock: systemClock,
      fetch: (_, init) => new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
    })(leave.signal);
    leave.abort("enough");
    await expect(hangs).rejects.toBe("enough");
  });

  it("understands the demo model", async () => {
    const demo = createDemoModel({ clock: systemClock, models: ["small"] });
    expect(await ask((request) => demo.fetch(request))).toMatchObject({ unlisted: ["large"] });
  });
});
