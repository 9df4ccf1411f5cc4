/** Finding model servers and trying them out: over real ports, with the bot's own adapter. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { findOllama, listModels, tryServer } from "../../scripts/playground/connect.ts";
import { createDemoModel } from "../../scripts/playground/model/demo-model.ts";
import { serveDemoModel } from "../../scripts/playground/model/serve.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { createPageStage } from "./page-stage.ts";

const closings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closings.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function demo(models?: string[]) {
  const model = createDemoModel({ clock: systemClock, delayMs: 0, ...(models ? { models } : {}) });
  const served = await serveDemoModel(model);
  closings.push(() => served.close());
  return { model, url: served.baseUrl, origin: new URL(served.baseUrl).origin };
}

const json = (status: number, body: unknown): RequestListener => {
  return (_, response) => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};
const html: RequestListener = (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Router</title>");

describe("a server that works", () => {
  test("is listed, tried with one small streamed question, and given back as it answers", async () => {
    const { model, url } = await demo(["small", "big"]);
    expect(await listModels(url, "")).toEqual({ url, models: ["big", "small"] });
    expect(await tryServer({ url: `${url}/`, key: " sk-1 ", model: " big " })).toEqual({ url, key: "sk-1", model: "big" });
    const chat = model.requests.filter((request) => request.path.endsWith("/chat/completions"));
    expect(chat).toMatchObject([{ headers: { authorization: "Bearer sk-1" }, body: { model: "big", stream: true } }]);
  });

  test.each(["", "/v1", "/v1/", "/v1/models", "/v1/chat/completions"])("is found although the address was typed with %j at its end", async (end) => {
    const { origin, url } = await demo();
    expect((await listModels(`${origin}${end}`, "")).url).toBe(url);
    expect((await listModels(`${origin.replace("http://", "")}${end}`, "")).url).toBe(url);
  });

  test("may have no list of models", async () => {
    const { model } = await demo();
    const url = await serve((request, response) => {
      if (request.url?.endsWith("/models")) return html(request, response);
      void (async () => {
        let body = "";
        for await (const chunk of request) body += chunk;
        const answer = await model.fetch(new Request("http://demo/v1/chat/completions", { method: "POST", body }));
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(await answer.text());
      })();
    });
    expect(await tryServer({ url: `${url}/v1`, key: "", model: "any" })).toMatchObject({ model: "any" });
  });
});

describe("what is wrong is said in a sentence with a remedy", () => {
  const problem = (typed: { url: string; model?: string }) => tryServer({ key: "sk-secret", model: "big", ...typed }).then(String, (error: unknown) => error);

  test("nothing there", async () => {
    const { origin } = new URL(await serve(html));
    await closings.pop()?.();
    expect(await problem({ url: origin })).toMatchObject({
      message: `Nothing answers at ${new URL(origin).host}. Is the server running, and is the address right?`,
    });
  });

  test("a connection that breaks in the middle", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": "1000" }).write("{");
      setTimeout(() => response.destroy(), 20);
    });
    expect(await problem({ url })).toMatchObject({ message: expect.stringContaining("Nothing answers at") });
  });

  test("a wrong key, which is not repeated", async () => {
    const url = await serve(json(401, { error: { message: "Incorrect API key provided: sk-secret", code: "invalid_api_key" } }));
    const found = (await problem({ url })) as Error;
    expect(found.message).toContain("refuses the key");
    expect(JSON.stringify([found.message, found.stack])).not.toContain("sk-secret");
  });

  test("no API", async () => {
    expect(await problem({ url: await serve(html) })).toMatchObject({ message: expect.stringContaining("is no OpenAI-compatible API") });
    expect(await problem({ url: await serve(json(404, { detail: "Not Found" })) })).toMatchObject({ message: expect.stringContaining("usually ends in /v1") });
  });

  test("an unknown model, with those there are", async () => {
    const { url } = await demo(["small", "big"]);
    expect(await problem({ url, model: "huge" })).toMatchObject({ message: expect.stringMatching(/does not know the model "huge"/), models: ["big", "small"] });
    expect(await problem({ url, model: "" })).toMatchObject({ message: "Choose a model.", models: ["big", "small"] });
  });

  test.each(["", "   ", "ftp://example.com", "not an address", "http://"])("the address %j", async (url) => {
    expect(await problem({ url })).toMatchObject({ message: expect.stringContaining("That is no web address") });
  });
});

describe("Ollama", () => {
  test.each(["HOST", "http://HOST", "http://HOST/"])("is found where OLLAMA_HOST says, as %s", async (form) => {
    const { origin, url } = await demo(["llama3.2"]);
    expect(await findOllama(form.replace("HOST", new URL(origin).host))).toEqual({ url, models: ["llama3.2"] });
  });

  test("that listens everywhere is looked for here", async () => {
    const { origin, url } = await demo(["llama3.2"]);
    expect(await findOllama(`0.0.0.0:${new URL(origin).port}`)).toEqual({ url, models: ["llama3.2"] });
  });

  test("without a model is there all the same; something else on its port is not", async () => {
    const empty = await serve(json(200, { object: "list", data: null }));
    expect(await findOllama(empty)).toEqual({ url: `${empty}/v1`, models: [] });
    expect(await findOllama(await serve(html))).toBeNull();
    expect(await findOllama("::::")).toBeNull();
  });
});

test("connecting on the page hands the server to the Worker, tells everybody, and the demo comes back by a button", async () => {
  const { url } = await demo(["small", "big"]);
  const stage = await createPageStage();
  const listening = await stage.listen();
  const connect = async (choice: unknown) => (await stage.send("/playground/model", choice)).json();
  expect(await connect({ kind: "server", url, key: "", model: "huge" })).toEqual({ problem: expect.stringContaining("huge"), models: ["big", "small"] });
  expect(stage.worker.told).toEqual([]);
  const { host } = new URL(url);
  const connected = { isDemo: false, model: "big", host, words: `big at ${host} answers.` };
  expect(await connect({ kind: "server", url, key: "sk-1", model: "big" })).toEqual({ connected });
  expect(stage.worker.told.at(-1)).toMatchObject({ path: "/playground/state", body: { vars: { OPENAI_BASE_URL: url, OPENAI_API_KEY: "sk-1", MODEL: "big" } } });
  expect(await connect({ kind: "demo" })).toMatchObject({ connected: { isDemo: true } });
  expect(stage.worker.told.at(-1)).toMatchObject({ body: { vars: { OPENAI_API_KEY: "demo", MODEL: "demo" } } });
  const events = await listening.end();
  expect(events).toContainEqual({ type: "model", model: connected });
  expect(JSON.stringify([events, await stage.world()])).not.toContain("sk-1");
  expect(await (await stage.send("/playground/model/list", { url, key: "" })).json()).toEqual({ models: ["big", "small"] });
});
