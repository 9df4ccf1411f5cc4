// Pictures at addresses that a model's server names: public hosts alone, hop by hop, nothing of ours goes along, and it has to be a picture.
import { describe, expect, test } from "vitest";
import { createPictureFetch } from "../../src/net/picture-fetch.ts";
import { createSkippingClock } from "../discord/skipping-clock.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const clock = createSkippingClock();
const never = new AbortController().signal;

function open(answers: Record<string, () => Response | Promise<Response>>, isPrivateServer = false) {
  const requests: Request[] = [];
  const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    requests.push(request);
    return (await answers[request.url]?.()) ?? new Response("nothing here", { status: 404 });
  };
  return { requests, get: createPictureFetch({ fetch, clock, isPrivateServer, maxBytes: 1_000, userAgent: "Edgewise/test" }) };
}
const to = (location: string) => () => new Response(null, { status: 302, headers: { location } });
const picture = () => new Response(PNG, { headers: { "content-type": "text/html" } });

test("is taken by what it is, through redirects, with nothing of ours", async () => {
  const { get, requests } = open({ "https://files.example/a": to("/b"), "https://files.example/b": picture });
  expect(await get("https://files.example/a", never)).toEqual({ bytes: PNG, type: "image/png" });
  for (const { headers } of requests) expect([headers.get("authorization"), headers.get("cookie")]).toEqual([null, null]);
});

describe("is not taken", () => {
  test.each([
    "http://127.0.0.1/a.png",
    "http://2130706433/a.png",
    "http://0x7f.1/a.png",
    "http://[::1]/a.png",
    "http://[::ffff:10.0.0.1]/a.png",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "http://gpu/a.png",
    "http://10-0-0-1.nip.io/a.png",
    "https://ada:secret@files.example/a.png",
    "ftp://files.example/a.png",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "no address",
  ])("from %s, neither straight nor by a redirect", async (address) => {
    const straight = open({});
    expect(await straight.get(address, never)).toBeNull();
    expect(straight.requests).toEqual([]);
    const around = open({ "https://files.example/a": to(address) });
    expect(await around.get("https://files.example/a", never)).toBeNull();
    // "no address" is a path of the same host.
    expect(around.requests.filter(({ url }) => !url.startsWith("https://files.example/"))).toEqual([]);
  });

  test.each<[string, () => Response]>([
    ["a page", () => new Response("<html></html>", { headers: { "content-type": "image/png" } })],
    ["too many bytes", () => new Response(new Uint8Array(2_000).fill(0x89))],
    ["an error", () => new Response(PNG, { status: 500 })],
    ["nothing", () => new Response(null, { status: 204 })],
  ])("%s", async (_case, answer) => {
    expect(await open({ "https://files.example/a": answer }).get("https://files.example/a", never)).toBeNull();
  });

  test("when it leads in circles, or does not answer", async () => {
    const circle = open({ "https://files.example/a": to("/a") });
    expect(await circle.get("https://files.example/a", never)).toBeNull();
    expect(circle.requests).toHaveLength(6);
    const silent = open({ "https://files.example/a": () => Promise.reject(new TypeError("reset")) });
    expect(await silent.get("https://files.example/a", never)).toBeNull();
  });
});

test("a private server may name private addresses", async () => {
  const { get } = open({ "http://192.168.1.5/out.png": picture }, true);
  expect(await get("http://192.168.1.5/out.png", never)).toMatchObject({ type: "image/png" });
});
