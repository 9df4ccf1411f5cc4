/** Our client against real MCP servers, inside workerd: what they list is listed, every tool of theirs can be called, in both eras of the protocol. */
import { expect, inject, it } from "vitest";
import { stageFor } from "./stage.ts";

const servers = inject("mcpServers");

/** What each tool of server-everything takes, and what has to come of it. */
const EVERYTHING: Readonly<Record<string, [input: Record<string, unknown>, expected: object]>> = {
  echo: [{ message: "Good day" }, { untrusted: "Echo: Good day" }],
  "get-annotated-message": [
    { messageType: "error", includeImage: true },
    { untrusted: expect.stringContaining("Error"), images: [expect.stringMatching(/^data:image\/png;base64,/)] },
  ],
  // The process has the one variable that it was started with, none of ours.
  "get-env": [{}, { untrusted: expect.stringMatching(/^\{\s*"PORT": "\d+"\s*\}$/) }],
  "get-resource-links": [{ count: 2 }, { untrusted: expect.stringContaining("[link] ") }],
  "get-resource-reference": [{ resourceType: "Text", resourceId: 1 }, { untrusted: expect.stringContaining("[demo://resource/dynamic/text/1]") }],
  "get-structured-content": [{ location: "New York" }, { untrusted: expect.stringMatching(/^\{"temperature":\d+,/) }],
  "get-sum": [{ a: 20, b: 22 }, { untrusted: "The sum of 20 and 22 is 42." }],
  "get-tiny-image": [{}, { images: [expect.stringMatching(/^data:image\/png;base64,/)] }],
  "gzip-file-as-resource": [{ name: "a.gz", data: "data:text/plain;base64,QQ==", outputType: "resourceLink" }, { untrusted: expect.stringContaining("a.gz") }],
  "toggle-simulated-logging": [{}, { untrusted: expect.stringContaining("logging") }],
  "toggle-subscriber-updates": [{}, { untrusted: expect.stringContaining("updates") }],
  "trigger-long-running-operation": [{ duration: 1, steps: 2 }, { untrusted: "Long running operation completed. Duration: 1 seconds, Steps: 2." }],
  // Only to be had as a task, for which it is asked several times.
  "simulate-research-query": [{ topic: "rain" }, { untrusted: expect.stringContaining("rain") }],
};

it("lists every tool of server-everything, and calls each of them", async () => {
  const { list, call } = stageFor(servers.everything);
  const { tools, dropped, era } = await list();
  expect({ era, dropped, tools: tools.map(({ remote }) => remote).sort() }).toEqual({ era: "legacy", dropped: [], tools: Object.keys(EVERYTHING).sort() });
  for (const [name, [input, expected]] of Object.entries(EVERYTHING)) {
    const output = await call(name, input);
    expect.soft(output, name).toMatchObject(expected);
    expect.soft(output.failed, name).toBeUndefined();
  }
});

it("has one session for a turn, also where calls are made at once, and another for the next turn", async () => {
  const { list, call, requests } = stageFor(servers.everything);
  await list();
  const all = await Promise.all([1, 2, 3].map((n) => call("echo", { message: String(n) })));
  expect(all.map(({ untrusted }) => untrusted)).toEqual(["Echo: 1", "Echo: 2", "Echo: 3"]);
  expect(requests).toEqual(["POST initialize", "POST notifications/initialized", ...Array(3).fill("POST tools/call")]);
  await call("echo", { message: "4" }, "another turn");
  expect(requests.slice(5)).toEqual(["POST initialize", "POST notifications/initialized", "POST tools/call"]);
});

it("begins anew where the server has forgotten the session", async () => {
  const lose = { next: false };
  const { list, call, requests } = stageFor(servers.everything, (headers) => {
    if (lose.next) headers.set("mcp-session-id", "11111111-2222-4333-8444-555555555555");
    lose.next = false;
  });
  await list();
  await call("echo", { message: "there?" });
  requests.length = 0;
  lose.next = true;
  expect((await call("echo", { message: "still there?" })).untrusted).toBe("Echo: still there?");
  expect(requests).toEqual(["POST tools/call", "POST initialize", "POST notifications/initialized", "POST tools/call"]);
});

it("speaks the protocol without sessions: one request a call, arguments in headers where a tool wants that", async () => {
  const { list, call, requests } = stageFor(servers.stateless);
  const { tools, era } = await list();
  expect({ era, tools: tools.map(({ local, risk }) => [local, risk]) }).toEqual({
    era: "modern",
    tools: [
      ["add", "read"],
      ["route", "sensitive"],
      ["slow_words", "sensitive"],
    ],
  });
  expect(await call("add", { a: 20, b: 22 })).toEqual({ content: "", untrusted: "42" });
  expect((await call("route", { region: "eu-west" })).untrusted).toBe("eu-west by eu-west");
  expect((await call("route", { region: "Köln" })).untrusted).toBe("Köln by =?base64?S8O2bG4=?=");
  // An event stream, with something before the answer.
  expect((await call("slow_words")).untrusted).toBe("whole");
  expect(requests).toEqual(Array(4).fill("POST tools/call"));
});

it.each(["modern", "legacy"] as const)("gets along with a server of another make, in the %s way", async (era) => {
  const { list, call, server } = stageFor(servers.other);
  const { tools } = await list();
  expect(tools).toHaveLength(32);
  server.listing = { ...server.listing, era };
  for (const { remote } of tools) {
    const output = await call(remote, remote === "greet" ? { name: "Ada" } : {});
    const expected = { greet: "Good day, Ada.", fail: "no luck" }[remote] ?? remote.slice("tool-".length);
    expect(output).toMatchObject({ untrusted: expected });
    expect(output.failed ?? false).toBe(remote === "fail");
  }
});

it.each([
  ["stateless", "legacy"],
  ["everything", "modern"],
] as const)("finds its way where %s does not speak the %s way any more", async (name, era) => {
  const { list, call, server } = stageFor(servers[name]);
  await list();
  server.listing = { ...server.listing, era };
  const output = name === "stateless" ? await call("add", { a: 1, b: 2 }) : await call("echo", { message: "3" });
  expect(output.failed).toBeUndefined();
  expect(output.untrusted).toContain("3");
});

it("looks at the list again behind the answer where a tool is gone", async () => {
  const { list, call, server, noted } = stageFor(servers.stateless);
  const listing = await list();
  const [tool] = listing.tools;
  if (tool === undefined) throw new Error("no tool");
  server.listing = { ...listing, tools: [...listing.tools, { ...tool, remote: "gone", local: "gone" }] };
  expect(await call("gone", { a: 1, b: 2 })).toMatchObject({ failed: true, content: expect.stringContaining("no such tool") });
  await expect.poll(() => noted).toHaveLength(1);
  expect(noted[0]?.tools.map(({ remote }) => remote)).toEqual(["add", "route", "slow_words"]);
});
