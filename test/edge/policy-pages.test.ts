/** `GET /privacy` and `GET /terms`: made from the settings, in the reader's language, and as harmless as every page. */
import { describe, expect, it } from "vitest";
import { createWorld, type Overrides } from "./fakes.ts";

async function get(path: string, { headers = {}, method = "GET", over = {} }: { headers?: Record<string, string>; method?: string; over?: Overrides } = {}) {
  const world = await createWorld(over);
  const response = await world.send(new Request(`https://bot.example${path}`, { method, headers }));
  return { response, html: await response.text(), calls: world.calls };
}
const text = (html: string) => html.replaceAll(/<style>.*?<\/style>/gs, "").replaceAll(/<[^>]+>/g, " ");

describe("the privacy page", () => {
  it("says what is kept and for how long, where it goes, who runs the bot, and what people can do", async () => {
    const { response, html } = await get("/privacy", {
      over: { facts: { retentionDays: 45, modelHost: "models.example:8443", owners: ["123456789012345678"] } },
    });
    expect(response.status).toBe(200);
    expect(html).toContain("<title>Privacy · Edgewise</title>");
    for (const part of [
      /45 days/,
      /models\.example:8443/,
      /123456789012345678/,
      /Get my data/,
      /Erase everything about me/,
      /7 to 30 days/,
      /7 days after/,
      /until they are deleted/,
    ])
      expect(text(html)).toMatch(part);
    expect(html).toContain('href="/terms"');
    expect(html).not.toContain("embedding");
  });

  it("names the embedding model's host where there is one", async () => {
    const over = { facts: { modelHost: "models.example", embeddingHost: "embed.example:8080" } };
    expect(text((await get("/privacy", { over })).html)).toMatch(/To the embedding model at embed\.example:8080.*Nothing of those who opted out/);
    expect(text((await get("/privacy", { over, headers: { "accept-language": "de" } })).html)).toContain("Embedding-Modell bei embed.example:8080");
  });

  it("names the voice's host where there is one", async () => {
    const over = { facts: { speechHost: "voice.example" } };
    expect(text((await get("/privacy", { over })).html)).toMatch(/To the voice model at voice\.example: the words of an answer that somebody has read aloud/);
    expect(text((await get("/privacy", { over, headers: { "accept-language": "de" } })).html)).toContain("Stimme bei voice.example");
    expect(text((await get("/privacy")).html)).not.toContain("voice model");
  });

  it("says so where nobody knows who runs the bot", async () => {
    expect(text((await get("/privacy")).html)).toContain("Whoever deployed this bot");
  });

  it("tells of facts that the bot notices itself, where it does", async () => {
    expect(text((await get("/privacy")).html)).toMatch(/By night the bot looks through what people said.*\/memory show/);
    expect(text((await get("/privacy", { over: { facts: { noticeFacts: false } } })).html)).not.toContain("By night");
  });

  it("asks nobody anything: no database, no Discord", async () => {
    const broken = { migrationLevel: () => Promise.reject(new Error("down")), own: { read: () => Promise.reject(new Error("away")) } };
    const { response, calls } = await get("/privacy", { over: broken });
    expect([response.status, calls]).toEqual([200, []]);
  });
});

describe.each(["/privacy", "/terms"])("%s", (path) => {
  it("speaks the reader's language", async () => {
    const { html } = await get(path, { headers: { "accept-language": "de-CH,de;q=0.9" } });
    expect(html).toContain('<html lang="de">');
    expect(text(html)).toMatch(/Datenschutz/);
    expect((await get(path, { headers: { "accept-language": "fr" } })).html).toContain('<html lang="en">');
  });

  it("answers HEAD, and other methods with what is allowed", async () => {
    const { response, html } = await get(path, { method: "HEAD" });
    expect([response.status, html]).toEqual([200, ""]);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const refused = (await get(path, { method })).response;
      expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });

  it("loads and runs nothing, cannot be framed or posted from, and escapes what it shows", async () => {
    const { response, html } = await get(path, { over: { facts: { modelHost: "<script>alert(1)</script>" } } });
    const policy = response.headers.get("content-security-policy") ?? "";
    for (const part of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'"]) expect(policy).toContain(part);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(html).not.toMatch(/<script|style=|src=|@import/);
    expect(html).toContain("&#60;script&#62;");
  });
});

it("both stand on the status page", async () => {
  const { html } = await get("/");
  for (const path of ["/privacy", "/terms"]) expect(html).toContain(`href="${path}"`);
});
