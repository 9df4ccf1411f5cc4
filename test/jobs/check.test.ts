/** What a check says about what was found: line by line, the worst first, and to each reader what they can do about it. */
import { describe, expect, it } from "vitest";
import type { ApplicationInfo, ServerAccess } from "../../src/discord/api.ts";
import { neededPermissions, permission } from "../../src/discord/permissions.ts";
import { checkChannel, type Deployment, type Findings, type OwnFindings } from "../../src/jobs/check-channel.ts";
import { renderLines } from "../../src/jobs/check-lines.ts";
import { checkServer } from "../../src/jobs/check-server.ts";
import type { ApplicationId, ChannelId } from "../../src/kernel/ids.ts";
import { textsFor } from "../../src/locales/index.ts";

const texts = textsFor("en");
const all = neededPermissions.reduce((sum, name) => sum | permission[name], 0n);
const application: ApplicationInfo = {
  id: "1" as ApplicationId,
  name: "Edgewise",
  publicKey: "",
  owners: [],
  flags: 1 << 19,
  interactionsEndpointUrl: "https://bot.example/interactions",
  eventWebhooksUrl: "https://bot.example/events",
  eventWebhooksStatus: 2,
  privacyPolicyUrl: null,
  termsUrl: null,
  approximateServers: 1,
};
const good: Findings = {
  standing: null,
  application,
  model: { ms: 80, unlisted: [] },
  own: null,
  embeddings: null,
  lastFailure: "none",
  watched: null,
  migration: "0009",
};
const deployment: Deployment = { models: ["large", "small"], expectedMigration: "0009", publicUrl: "https://bot.example" };
const bot = { present: true, canPost: true, canRead: true, userInstallOnly: false };
const asker = { details: true, permissions: String(all), isThread: false, bot };

const lines = (
  found: Partial<Findings> = {},
  more: Partial<Omit<typeof asker, "permissions">> & { permissions?: string | null } = {},
  set: Partial<Deployment> = {},
) => checkChannel({ ...asker, ...more }, { ...good, ...found }, { ...deployment, ...set }, texts);
const trouble = (...given: Parameters<typeof lines>) => lines(...given).filter(({ state }) => state !== "good");

describe("the check of a channel", () => {
  it("finds nothing where all is well", () => {
    expect(trouble()).toEqual([]);
    expect(lines().length).toBe(7);
  });

  it("names missing permissions, in a thread those that count there", () => {
    const missing = String(all & ~permission.sendMessages & ~permission.embedLinks);
    expect(trouble({}, { permissions: missing })[0]).toMatchObject({ state: "bad", text: "I lack here: **Send Messages**, **Embed Links**." });
    expect(trouble({}, { permissions: missing, isThread: true })[0]?.text).toBe("I lack here: **Embed Links**.");
  });

  it("knows both ways in which the intent can be on", () => {
    for (const flags of [1 << 18, 1 << 19, (1 << 19) | 1]) expect(trouble({ application: { ...application, flags } })).toEqual([]);
    expect(trouble({ application: { ...application, flags: 1 << 15 } })[0]?.text).toContain("Message Content Intent is off");
  });

  it("sees another endpoint, events that are off, elsewhere, or switched off by Discord", () => {
    const about = (change: Partial<ApplicationInfo>) => trouble({ application: { ...application, ...change } })[0]?.text ?? "";
    expect(about({ interactionsEndpointUrl: "https://old.example/interactions" })).toContain(
      "https://old.example/interactions, but PUBLIC_URL says https://bot.example",
    );
    expect(about({ eventWebhooksStatus: 1 })).toContain("I don't hear about it");
    expect(about({ eventWebhooksStatus: 3 })).toContain("stopped telling me");
    expect(about({ eventWebhooksUrl: "https://old.example/events" })).toContain("I don't hear about it");
    expect(trouble({ application: { ...application, interactionsEndpointUrl: "https://x.example/interactions" } }, {}, { publicUrl: "" })).toEqual([]);
  });

  it("tells an unreachable, a locked, an unknown and a nameless model apart, and each its fix", () => {
    const about = (model: Findings["model"]) => trouble({ model })[0];
    expect(about({ ms: 1, failure: "unreachable" })?.fix).toContain("OPENAI_BASE_URL");
    expect(about({ ms: 1, failure: "unauthorized" })?.fix).toContain("OPENAI_API_KEY");
    expect(about({ ms: 1, failure: "not-an-api" })?.fix).toContain("/v1");
    expect(about({ ms: 1, failure: "server-error" })?.fix).toContain("once more");
    expect(about({ ms: 1, unlisted: ["large"] })).toMatchObject({
      state: "warning",
      text: expect.stringContaining("“large”"),
      fix: expect.stringContaining("MODEL"),
    });
    expect(about({ ms: 1 })?.text).toContain("has no list of models");
    expect(about(null)?.state).toBe("warning");
  });

  it("tells whoever cannot change them no names of settings, and nothing of what only the deployer sees", () => {
    const worst: Partial<Findings> = {
      application: { ...application, flags: 0, eventWebhooksStatus: 3, interactionsEndpointUrl: "https://old.example" },
      model: { ms: 1, failure: "unauthorized" },
      lastFailure: { reason: "unauthorized", model: "large", at: 5_000 },
      migration: "unreachable",
    };
    const said = JSON.stringify(lines(worst, { details: false }));
    expect(said).not.toMatch(/OPENAI|MODEL|PUBLIC_URL|wrangler|old\.example|portal/);
    expect(said).toContain("Tell whoever runs me");
    expect(JSON.stringify(lines(worst))).toMatch(/OPENAI_API_KEY.*portal|portal.*OPENAI_API_KEY/);
  });

  it("says why somebody is not answered here", () => {
    const standing = (kind: "paused" | "blocked" | "elsewhere") => ({
      standing: {
        refusal: kind === "elsewhere" ? { kind, channels: [] } : { kind },
        serverName: "",
        optedOut: false,
        isNew: false,
        timeZone: null,
        retentionDays: null,
      },
    });
    expect(trouble(standing("paused"))[0]?.fix).toContain("Wake up");
    expect(trouble(standing("blocked"))[0]?.text).toContain("don't answer");
    expect(trouble(standing("elsewhere"))[0]?.text).toContain("not used in this channel");
  });

  it("tells how the server's own endpoint stands, whoever asks, and who can change it", () => {
    const own = (result: OwnFindings["result"]) => lines({ own: { host: "own.example", model: "llama3", result } }, { details: false });
    const about = (result: OwnFindings["result"]) => own(result).find(({ text }) => text.includes("own.example"));
    expect(lines().some(({ text }) => text.includes("own endpoint"))).toBe(false);
    expect(about({ ms: 80, unlisted: [] })).toEqual({
      state: "good",
      text: "This server's own endpoint own.example is there with “llama3”; it answered after 80 ms.",
    });
    expect(about({ ms: 80 })).toMatchObject({ state: "warning", text: expect.stringContaining("no list of models") });
    expect(about({ ms: 80, unlisted: ["llama3"] })).toMatchObject({ state: "warning", fix: expect.stringContaining("Manage Server") });
    expect(about({ ms: 80, failure: "unauthorized" })).toMatchObject({ state: "bad", text: expect.stringContaining("doesn't accept the key") });
    expect(own("own-no-key").some(({ state, text }) => state === "bad" && text.includes("SECRET_KEY"))).toBe(true);
  });

  it("quotes the last failure in its own words, and leaves out what could not be found out", () => {
    const [line] = trouble({ lastFailure: { reason: "rate-limited", model: null, at: 1_800_000_000_000 } }, { details: false });
    expect(line?.text).toMatch(/<t:1800000000:R>: The model is getting too many requests/);
    expect(lines({ lastFailure: null }).some(({ text }) => text.includes("failed"))).toBe(false);
    expect(trouble({ lastFailure: { reason: "a word from another version", model: null, at: 1 } })).toEqual([]);
    expect(trouble({ application: null, migration: null }).map(({ state }) => state)).toEqual(["warning", "bad"]);
  });

  it("says that it is a guest where it is one, and that all is well in its own direct messages", () => {
    expect(trouble({}, { permissions: null, bot: { ...bot, present: false } })[0]?.text).toContain("only because you installed me");
    expect(trouble({}, { permissions: null })).toEqual([]);
  });
});

describe("the lines", () => {
  it("stand worst first, with their fixes below, and as many as one message takes", () => {
    const text = renderLines("Title", [
      { state: "good", text: "fine" },
      { state: "warning", text: "so so" },
      { state: "bad", text: "broken", fix: "mend it" },
    ]);
    expect(text).toBe("Title\n❌ broken\n-# → mend it\n⚠️ so so\n✅ fine");
    const alike = { state: "bad" as const, fix: "mend them" };
    expect(
      renderLines("Title", [
        { ...alike, text: "a" },
        { ...alike, text: "b" },
      ]),
    ).toBe("Title\n❌ a\n❌ b\n-# → mend them");
    const long = renderLines("Title", [
      ...Array.from({ length: 40 }, () => ({ state: "bad" as const, text: "x".repeat(100) })),
      { state: "good", text: "last" },
    ]);
    expect(long.length).toBeLessThanOrEqual(2_000);
    expect(long).toContain("last");
  });
});

describe("the check of a server", () => {
  const channel = (id: string, deny = 0n, type = 0) => ({
    id: id as ChannelId,
    name: "secret name",
    type,
    parentId: null,
    overwrites: deny === 0n ? [] : [{ id: "1", type: 0 as const, allow: 0n, deny }],
  });
  const server = (...channels: ServerAccess["channels"]): ServerAccess => ({
    ownerId: "7",
    name: "",
    roles: [{ id: "1", permissions: all }],
    memberRoles: [],
    channels,
  });
  const check = (access: ServerAccess, listed: string[] | null = null) => checkServer(access, "1", "9", { listed, watched: [] }, texts);

  it("counts what is fine and groups what is not, largest first, without anybody's channel names", () => {
    const found = check(server(channel("1"), channel("2", permission.embedLinks), channel("3", permission.embedLinks), channel("4", permission.viewChannel)));
    expect(found.map(({ state, text }) => [state, text])).toEqual([
      ["bad", "<#2>, <#3>: I lack **Embed Links**."],
      ["good", "In 1 channel I may do everything I need."],
      ["warning", "These I can't see: <#4>."],
    ]);
    expect(JSON.stringify(found)).not.toContain("secret name");
  });

  it("looks at text channels where it may be used, and says so where there is none", () => {
    const access = server(channel("1"), channel("2"), channel("3", 0n, 2), channel("4", 0n, 4), channel("5", 0n, 15));
    expect(check(access)[0]?.text).toBe("In 3 channels I may do everything I need.");
    expect(check(access, ["2"])[0]?.text).toBe("In 1 channel I may do everything I need.");
    expect(check(access, [])[0]).toMatchObject({ state: "warning", fix: expect.stringContaining("Everywhere") });
  });

  it("fits into a message on a server with hundreds of channels", () => {
    const bits = neededPermissions.map((name) => permission[name]);
    const many = Array.from({ length: 500 }, (_, i) =>
      channel(
        String(1_000_000_000_000_000_000n + BigInt(i)),
        bits.reduce((sum, bit, n) => ((i >> n) & 1 ? sum | bit : sum), 0n),
      ),
    );
    expect(renderLines(texts.check.server, check(server(...many))).length).toBeLessThanOrEqual(2_000);
  });
});
