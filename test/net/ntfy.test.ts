/** ntfy: what is published, what each answer means, and which servers nobody can get us to ask. */
import { describe, expect, it } from "vitest";
import { guardEndpoint } from "../../src/net/endpoint.ts";
import { createNtfy, isTopic, type NtfyMessage, readNtfyAddress } from "../../src/net/ntfy.ts";
import { createNtfyServer } from "../fakes/ntfy-server.ts";
import { createMovingClock } from "../llm/moving-clock.ts";
import { HOSTILE } from "./hostile-addresses.ts";

const signal = new AbortController().signal;
const message = (more: Partial<NtfyMessage> = {}): NtfyMessage => ({
  ...{ id: "a1", title: "Paused", message: "It failed.", click: "https://discord.com/channels/1/2", tags: ["warning"], priority: 4 },
  ...more,
});

function open(fetch?: (request: Request) => Promise<Response>, allowPrivate = false) {
  const server = createNtfyServer();
  const asked: Request[] = [];
  const to = fetch ?? server.fetch;
  const guarded = guardEndpoint(async (input, init) => {
    const request = new Request(input, init);
    asked.push(request.clone());
    return to(request);
  }, allowPrivate);
  const ntfy = createNtfy({ fetch: guarded, clock: createMovingClock(), userAgent: "Edgewise/1", allowPrivate });
  const publish = (more: Partial<NtfyMessage> = {}, address = "https://ntfy.example", token?: string) =>
    ntfy({ address, topic: "mine", ...(token === undefined ? {} : { token }) }, message(more), signal);
  return { server, asked, publish };
}

describe("a message", () => {
  it("is published as JSON, and the same again takes the place of the first", async () => {
    const { server, publish } = open();
    expect(await publish()).toBe("taken");
    expect(await publish()).toBe("taken");
    expect(await publish({ id: "a2", click: "" })).toBe("taken");
    expect(server.shown("mine")).toEqual([
      { topic: "mine", title: "Paused", message: "It failed.", tags: ["warning"], priority: 4, click: "https://discord.com/channels/1/2", sequence_id: "a1" },
      { topic: "mine", title: "Paused", message: "It failed.", tags: ["warning"], priority: 4, click: undefined, sequence_id: "a2" },
    ]);
    expect([server.count(), server.violations]).toEqual([3, []]);
  });

  it("goes with the access token where there is one, and is refused without", async () => {
    const { server, publish, asked } = open();
    server.protect("mine", "tk_secret");
    expect(await publish()).toBe("unauthorized");
    expect(await publish({}, undefined, "tk_wrong")).toBe("unauthorized");
    expect(await publish({}, undefined, "tk_secret")).toBe("taken");
    expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual([null, "Bearer tk_wrong", "Bearer tk_secret"]);
  });

  it("fits into a message, whatever alphabet it is written in", async () => {
    const { server, publish } = open();
    for (const text of ["x".repeat(9_000), "ä".repeat(3_000), "あ".repeat(3_000), "🙂".repeat(3_000)]) {
      expect(await publish({ id: String(text.length), message: text, title: text })).toBe("taken");
      const last = server.shown("mine").at(-1);
      expect(last?.message).toMatch(/…$/);
      expect(`${last?.message}${last?.title}`).not.toContain("�");
    }
    expect(server.violations).toEqual([]);
  });
});

describe("an answer", () => {
  it.each([
    [() => Response.json({ error: "x" }, { status: 429 }), "busy"],
    [() => Response.json({ error: "x" }, { status: 500 }), "ill"],
    [() => Response.json({ error: "no subscriber" }, { status: 507 }), "ill"],
    [() => Response.json({ error: "x" }, { status: 400 }), "refused"],
    [() => Response.json({ error: "x" }, { status: 413 }), "refused"],
    [() => new Response("page not found", { status: 404 }), "not-ntfy"],
    [() => new Response("<html>Welcome</html>"), "not-ntfy"],
    [() => Response.json({ ok: true }), "not-ntfy"],
    [() => Response.redirect("https://elsewhere.example/", 308), "moved"],
  ])("%# has its name", async (answer, name) => {
    const { server, publish, asked } = open();
    server.fail(answer);
    expect(await publish({}, undefined, "tk_secret")).toBe(name);
    // A redirect is not followed: the token would go along.
    expect(asked).toHaveLength(1);
  });

  it("that does not come has one, too; an endless one is no answer", async () => {
    expect(await open(() => Promise.reject(new TypeError("refused"))).publish()).toBe("unreachable");
    const endless = () => Promise.resolve(new Response(new Blob(["x".repeat(3 * 1024 * 1024)]).stream()));
    expect(await open(endless).publish()).toBe("unreachable");
  });
});

describe("an address", () => {
  it("is a server by https, without anything secret in it", () => {
    expect(readNtfyAddress(" https://ntfy.sh/ ", false)).toEqual({ address: "https://ntfy.sh" });
    expect(readNtfyAddress("https://Own.example:8443/ntfy/", false)).toEqual({ address: "https://own.example:8443/ntfy" });
    for (const typed of ["", "ntfy.sh", "https://a:b@ntfy.sh", "https://ntfy.sh/?auth=x", "ftp://ntfy.sh"])
      expect(readNtfyAddress(typed, true)).toEqual({ problem: "invalid" });
    expect(readNtfyAddress("http://ntfy.sh", true)).toEqual({ problem: "insecure" });
    expect(readNtfyAddress("http://192.168.0.2:2586", true)).toEqual({ address: "http://192.168.0.2:2586" });
  });

  it.each(HOSTILE)("%s is not read, and nothing is asked there though it were stored", async (typed) => {
    expect(readNtfyAddress(typed, false)).toHaveProperty("problem");
    const { asked, publish } = open();
    expect(await publish({}, typed.replace(/\/$/, ""))).toBe("private");
    expect(asked).toEqual([]);
  });

  it("that the deployer allows is asked, and no longer when that ends", async () => {
    const allowed = open(undefined, true);
    expect(await allowed.publish({}, "http://127.0.0.1:2586")).toBe("taken");
    expect(await open().publish({}, "http://127.0.0.1:2586")).toBe("private");
  });
});

describe("a topic", () => {
  it("is what ntfy takes for one", () => {
    for (const topic of ["mine", "a-B_9", "x".repeat(64)]) expect(isTopic(topic)).toBe(true);
    for (const topic of ["", "a b", "a/b", "../v1", "ä", "x".repeat(65), "a\nb"]) expect(isTopic(topic)).toBe(false);
  });
});
