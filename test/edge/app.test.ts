/** Health, status page, wrong turns, and the bot that is not set up yet. */
import { describe, expect, it } from "vitest";
import { createUnconfiguredApp } from "../../src/app.ts";
import { ConfigError, DiscordApiError } from "../../src/kernel/errors.ts";
import { createWorld, never, type Overrides } from "./fakes.ts";
import { APP } from "./payloads.ts";
import { signedRequest } from "./signing.ts";

const get = (path: string, headers: Record<string, string> = {}, method = "GET") => new Request(`https://bot.example${path}`, { method, headers });

async function health(over: Overrides): Promise<{ status: number; body: Record<string, unknown> }> {
  const world = await createWorld(over);
  const response = await world.send(get("/health"));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe("/health", () => {
  it("tells version, migration level and what is set up", async () => {
    expect(await health({})).toEqual({
      status: 200,
      body: { status: "ok", version: "1.2.3", database: "ok", migration: { applied: "0002_front_door.sql" }, configured: { model: true, alerts: false } },
    });
  });

  it("reports tables that are behind the code, still with 200", async () => {
    expect(await health({ expectedMigration: "0009_more.sql" })).toMatchObject({
      status: 200,
      body: { status: "degraded", migration: { applied: "0002_front_door.sql", expected: "0009_more.sql" } },
    });
    expect(await health({ expectedMigration: "0002_front_door.sql" })).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  it("is 503 where the database fails, hangs or is empty", async () => {
    expect(await health({ migrationLevel: () => Promise.reject(new Error("D1_ERROR: network")) })).toMatchObject({
      status: 503,
      body: { status: "degraded", database: "unreachable" },
    });
    expect(await health({ migrationLevel: never })).toMatchObject({ status: 503, body: { database: "unreachable" } });
    expect(await health({ migrationLevel: async () => null })).toMatchObject({ status: 503, body: { database: "empty" } });
    const missing = () => Promise.reject(new Error("Failed query", { cause: new Error("D1_ERROR: no such table: d1_migrations") }));
    expect(await health({ migrationLevel: missing })).toMatchObject({ status: 503, body: { database: "empty" } });
  });
});

describe("/health?deep=1", () => {
  const deep = async (over: Overrides) => {
    const world = await createWorld(over);
    const ask = async () => (await world.send(get("/health?deep=1"))).json() as Promise<Record<string, unknown>>;
    return { world, ask };
  };

  it("goes through an object to D1, and says whose bot this is", async () => {
    const { world, ask } = await deep({});
    expect(await ask()).toMatchObject({
      status: "ok",
      deep: { object: "ok", applicationId: APP, publicKey: world.deps.publicKey, discord: "open" },
    });
  });

  it("tells of an object that fails or hangs, and of a token that Discord refuses", async () => {
    for (const probeObject of [never, () => Promise.reject(new Error("overloaded"))]) {
      const { ask } = await deep({ probeObject });
      expect(await ask()).toMatchObject({ status: "ok", deep: { object: "failed" } });
    }
    const { ask } = await deep({ own: { read: () => Promise.reject(new DiscordApiError("GET", "/applications/@me", 401, 0, "401: Unauthorized")) } });
    expect(await ask()).toMatchObject({ deep: { discord: "refused" } });
  });

  it("asks the object once in ten seconds at most, whoever asks, and not at all in a flood", async () => {
    let probes = 0;
    const { world, ask } = await deep({ probeObject: async () => String(++probes) });
    for (let times = 0; times < 5; times += 1) await ask();
    expect(probes).toBe(1);
    world.clock.set(world.clock.now() + 11_000);
    await ask();
    expect(probes).toBe(2);
    const flooded = await createWorld({ flood: async () => false, probeObject: async () => String(++probes) });
    expect((await flooded.send(get("/health?deep=1"))).status).toBe(429);
    expect((await flooded.send(get("/health"))).status).toBe(200);
    expect(probes).toBe(2);
  });
});

describe("the status page", () => {
  it("says what this is, what is missing and what comes next", async () => {
    const world = await createWorld();
    const response = await world.send(get("/"));
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const part of [
      "<h1>Edgewise</h1>",
      "Running",
      "1.2.3",
      "0002_front_door.sql",
      "model",
      "alerts",
      "not set up",
      "https://bot.example/interactions",
      `client_id=${APP}`,
    ])
      expect(html).toContain(part);
    expect(html).not.toContain(world.deps.publicKey);
  });

  it("speaks the reader's language", async () => {
    const world = await createWorld();
    const html = await (await world.send(get("/", { "accept-language": "de-AT,de;q=0.9,en;q=0.8" }))).text();
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("Läuft");
    expect(await (await world.send(get("/", { "accept-language": "fr" }))).text()).toContain('<html lang="en">');
  });

  it("loads nothing and runs nothing: its policy allows its own style alone", async () => {
    const world = await createWorld();
    const response = await world.send(get("/"));
    const html = await response.text();
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style)));
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${btoa(String.fromCharCode(...digest))}'`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(html).not.toMatch(/<script|style=|src=|@import/);
  });

  it("names the database's trouble and escapes what it shows", async () => {
    const down = await createWorld({ migrationLevel: () => Promise.reject(new Error("down")) });
    const response = await down.send(get("/"));
    expect(response.status).toBe(503);
    expect(await response.text()).toContain("wrangler.toml");
    const odd = await createWorld({ configured: { "<script>alert(1)</script>": false } });
    expect(await (await odd.send(get("/"))).text()).not.toContain("<script>");
  });
});

describe("wrong turns", () => {
  it("unknown paths are 404, wrong methods 405 with what is allowed, both as text", async () => {
    const world = await createWorld();
    const cases: [Request, number, string | null][] = [
      [get("/nowhere"), 404, null],
      [get("/interactions"), 405, "POST"],
      [get("/events", {}, "DELETE"), 405, "POST"],
      [get("/interactions", {}, "OPTIONS"), 405, "POST"],
      [get("/health", {}, "POST"), 405, "GET, HEAD"],
      [get("/", {}, "PUT"), 405, "GET, HEAD, POST"],
      // Signed, but no form of ours.
      [await signedRequest(world.signer, "/", { type: 1 }), 403, null],
    ];
    for (const [request, status, allow] of cases) {
      const response = await world.send(request);
      expect(response.status).toBe(status);
      expect(response.headers.get("allow")).toBe(allow);
      expect(response.headers.get("content-type")).toContain(status === 403 ? "text/html" : "text/plain");
      expect((await response.text()).length).toBeGreaterThan(5);
    }
    expect(world.calls).toEqual([]);
  });

  it("HEAD works where GET does", async () => {
    const world = await createWorld();
    for (const path of ["/", "/health"]) {
      const response = await world.send(get(path, {}, "HEAD"));
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("");
    }
  });
});

describe("a bot that is not set up", () => {
  const app = createUnconfiguredApp(new ConfigError("DISCORD_BOT_TOKEN is missing; set it with `npx wrangler secret put`\nMODEL is missing; name a <model>"));

  it("answers 503 everywhere, with what is missing", async () => {
    for (const request of [get("/"), get("/health"), get("/interactions", {}, "POST"), get("/events", {}, "POST"), get("/anything")]) {
      const response = await app.fetch(request);
      expect(response.status).toBe(503);
      const text = await response.text();
      expect(text).toContain("DISCORD_BOT_TOKEN is missing");
      expect(text).toContain("MODEL is missing");
    }
  });

  it("shows people a page with the sentences escaped", async () => {
    const html = await (await app.fetch(get("/"))).text();
    expect(html).toContain("Not set up yet");
    expect(html).not.toContain("<model>");
  });
});
