/** Finish setup: whoever has the bot's token, on this very page, lets the Worker register itself with Discord; nobody else does anything. */
import { describe, expect, it } from "vitest";
import type { ApplicationInfo } from "../../src/discord/api.ts";
import { DiscordApiError, NetworkError } from "../../src/kernel/errors.ts";
import { BOT_TOKEN, createWorld, type Overrides, OWN_APPLICATION, type World } from "./fakes.ts";

const ORIGIN = "https://bot.example";
const HERE = { "content-type": "application/x-www-form-urlencoded", origin: ORIGIN, "sec-fetch-site": "same-origin" };

function form(token: string, headers: Record<string, string> = HERE): Request {
  return new Request(`${ORIGIN}/`, { method: "POST", headers, body: new URLSearchParams({ token }).toString() });
}

async function send(world: World, request: Request) {
  const response = await world.send(request);
  return { status: response.status, response, html: await response.text(), done: world.calls.map(({ name }) => name) };
}

const own = async (world: World, change: Partial<ApplicationInfo>): Promise<void> => {
  world.deps.own.read = async () => ({ ...OWN_APPLICATION, publicKey: world.deps.publicKey, ...change });
};

const refusal = (method: string, status: number) => new DiscordApiError(method, "/applications/@me", status, 50035, "no");

describe("the form", () => {
  it("registers the commands and then this address, and says so line by line", async () => {
    const world = await createWorld();
    const { status, html, done } = await send(world, form(` ${BOT_TOKEN}\n`));
    expect(status).toBe(200);
    expect(done).toEqual(["own.registerCommands", "own.update"]);
    expect(world.calls.at(-1)?.args).toEqual([
      {
        interactions_endpoint_url: `${ORIGIN}/interactions`,
        event_webhooks_url: `${ORIGIN}/events`,
        event_webhooks_status: 2,
        event_webhooks_types: ["APPLICATION_AUTHORIZED", "APPLICATION_DEAUTHORIZED", "ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE", "ENTITLEMENT_DELETE"],
        integration_types_config: {
          "0": { oauth2_install_params: { scopes: ["applications.commands", "bot"], permissions: 309_237_763_072 } },
          "1": { oauth2_install_params: { scopes: ["applications.commands"], permissions: 0 } },
        },
      },
    ]);
    expect(html).toContain("The set-up is finished");
    expect([...html.matchAll(/<li class="good">/g)]).toHaveLength(3);
    expect(html).not.toContain(BOT_TOKEN);
  });

  it("may be sent again: the same calls, the same end", async () => {
    const world = await createWorld();
    await send(world, form(BOT_TOKEN));
    const second = await send(world, form(BOT_TOKEN));
    expect(second.status).toBe(200);
    expect(world.calls[0]).toEqual(world.calls[2]);
    expect(world.calls[1]).toEqual(world.calls[3]);
  });

  it("prefers the public address to the one it was opened by", async () => {
    const world = await createWorld({ facts: { publicUrl: "https://chat.example.org" } });
    await send(world, form(BOT_TOKEN));
    expect(JSON.stringify(world.calls.at(-1)?.args)).toContain("https://chat.example.org/interactions");
  });

  it("can be used by keyboard and screen reader, without script, and only sent to this place", async () => {
    const world = await createWorld();
    const { html, response } = await send(world, new Request(ORIGIN));
    expect(html).toMatch(/<label for="token">/);
    expect(html).toMatch(/<input id="token" name="token" type="password" required autocomplete="off"/);
    for (const id of /aria-describedby="([^"]+)"/.exec(html)?.[1]?.split(" ") ?? ["none"]) expect(html).toContain(`id="${id}"`);
    expect(html).toMatch(/<form method="post" action="\/">/);
    expect(html).not.toContain("<script");
    expect(response.headers.get("content-security-policy")).toContain("form-action 'self'");
    // With "no-referrer" browsers would send the form's Origin as "null".
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
  });
});

describe("who may", () => {
  const strangers: [string, Record<string, string>][] = [
    ["another site", { ...HERE, origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a sibling", { ...HERE, "sec-fetch-site": "same-site" }],
    ["another site, in a browser without fetch metadata", { "content-type": HERE["content-type"], origin: "https://evil.example" }],
    ["a sandboxed frame", { ...HERE, origin: "null" }],
    ["a client that says nothing of itself", { "content-type": HERE["content-type"] }],
  ];
  it.each(strangers)("not %s, even with the token", async (_who, headers) => {
    const { status, done } = await send(await createWorld(), form(BOT_TOKEN, headers));
    expect(status).toBe(403);
    expect(done).toEqual([]);
  });

  it("nobody with a wrong token, none, one that is too long or in another form", async () => {
    const world = await createWorld();
    const wrong = await send(world, form("not-the-token"));
    expect(wrong.status).toBe(403);
    expect(wrong.html).toContain('role="alert"');
    expect(wrong.html).not.toContain("not-the-token");
    expect((await send(world, form(""))).status).toBe(400);
    expect((await send(world, form("x".repeat(5000)))).status).toBe(400);
    expect((await send(world, form(BOT_TOKEN, { ...HERE, "content-type": "text/plain" }))).status).toBe(400);
    expect(world.calls).toEqual([]);
  });

  it("nobody in a flood, nor where floods cannot be counted; other pages keep their own count", async () => {
    const floods: Overrides["flood"][] = [async (key) => key !== "finish-setup", () => Promise.reject(new Error("away"))];
    for (const flood of floods) {
      const world = await createWorld(flood === undefined ? {} : { flood });
      const { status, done, response } = await send(world, form(BOT_TOKEN));
      expect(status).toBe(429);
      expect(response.headers.get("retry-after")).not.toBeNull();
      expect(done).toEqual([]);
    }
  });
});

describe("when Discord says no", () => {
  const cases: [string, Overrides["own"], string[], string][] = [
    ["the token was reset", { read: () => Promise.reject(refusal("GET", 401)) }, [], "accept this token"],
    ["the commands are refused", { registerCommands: () => Promise.reject(refusal("PUT", 400)) }, [], "refused the commands"],
    ["the address fails its check", { update: () => Promise.reject(refusal("PATCH", 400)) }, ["own.registerCommands"], "DISCORD_PUBLIC_KEY"],
    ["it is away", { registerCommands: () => Promise.reject(new NetworkError("no answer")) }, [], "try again in a minute"],
    ["it is busy", { update: () => Promise.reject(refusal("PATCH", 429)) }, ["own.registerCommands"], "try again in a minute"],
  ];
  it.each(cases)("%s: stops there, says what to do, and offers the form again", async (_what, over, before, sentence) => {
    const world = await createWorld(over === undefined ? {} : { own: over });
    const { status, html, done } = await send(world, form(BOT_TOKEN));
    expect(status).toBe(502);
    expect(done).toEqual(before);
    expect(html).toContain(sentence);
    expect(html).toContain("<form");
    expect(html).not.toContain(BOT_TOKEN);
    expect(JSON.stringify(world.logs)).not.toContain(BOT_TOKEN);
  });

  it("a token of another application changes nothing there", async () => {
    const world = await createWorld();
    await own(world, { publicKey: "0".repeat(64) });
    const { status, html, done } = await send(world, form(BOT_TOKEN));
    expect([status, done]).toEqual([502, []]);
    expect(html).toContain("another application");
  });
});

describe("the status page", () => {
  const connected = { interactionsEndpointUrl: `${ORIGIN}/interactions`, eventWebhooksUrl: `${ORIGIN}/events`, eventWebhooksStatus: 2 };

  it("asks for the last step until Discord knows this address, then puts it out of the way", async () => {
    const world = await createWorld();
    const before = (await send(world, new Request(ORIGIN))).html;
    expect(before).toContain("<h2>Finish setup</h2>");
    expect(before).toContain("does not know this address yet");
    await own(world, connected);
    await send(world, form(BOT_TOKEN));
    const after = (await send(world, new Request(ORIGIN))).html;
    expect(after).toContain("<details>");
    expect(after).toContain(">connected<");
  });

  it("offers it again when events were switched off, or the bot listens elsewhere", async () => {
    for (const change of [{ eventWebhooksStatus: 3 }, { interactionsEndpointUrl: "https://old.example/interactions" }]) {
      const world = await createWorld();
      await own(world, { ...connected, ...change });
      expect((await send(world, new Request(ORIGIN))).html).toContain("<h2>Finish setup</h2>");
    }
  });

  it("asks Discord once a minute at most, and offers the form all the same where it cannot ask", async () => {
    let asked = 0;
    const world = await createWorld({ own: { read: async () => Promise.reject(refusal(String(++asked), 503)) } });
    expect((await send(world, new Request(ORIGIN))).html).toContain("could not be asked");
    const answering = await createWorld();
    answering.deps.own.read = async () => ({ ...OWN_APPLICATION, publicKey: answering.deps.publicKey, name: String(++asked) });
    asked = 0;
    for (let times = 0; times < 4; times += 1) await send(answering, new Request(ORIGIN));
    expect(asked).toBe(1);
    answering.clock.set(answering.clock.now() + 61_000);
    await send(answering, new Request(ORIGIN));
    expect(asked).toBe(2);
    const flooded = await createWorld({ flood: async () => false, own: { read: async () => Promise.reject(new Error("not to be asked")) } });
    const page = await send(flooded, new Request(ORIGIN));
    expect([page.status, page.html.includes("<form")]).toEqual([200, true]);
  });

  it("says what to do where the form could not help: the token itself is wrong", async () => {
    const world = await createWorld({ own: { read: () => Promise.reject(refusal("GET", 401)) } });
    const { html } = await send(world, new Request(ORIGIN));
    expect(html).toContain("Reset the token");
    expect(html).not.toContain("<form");
  });
});
