/** The layers of a turn's system prompt: whose, in which order, filled with what is known of this turn. */
import { describe, expect, it } from "vitest";
import { systemLayers } from "../../src/conversation/layers.ts";
import type { AskInput, Job } from "../../src/jobs/types.ts";
import type { ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import { promptFor } from "../../src/prompts/index.ts";

const NOW = Date.UTC(2026, 10, 20, 10);
const job = {
  user: { id: "2" as UserId, name: "Ada" },
  guildId: "1" as GuildId,
  channelId: "3" as ChannelId,
  parentId: null,
  channelName: "general",
  conversation: "3:2",
  locale: "en-US",
  bot: { present: true },
} as Job;
const standing = { refusal: null, serverName: "The Orchard", optedOut: false, isNew: false, timeZone: null, retentionDays: null };
const version = (scope: string, text: string) => ({ id: 1, scope, text, setBy: "9", setAt: 5 });
const everywhere = ["user:2", "channel:4", "channel:3", "server:1", "user:7"].map((scope) => version(scope, `of ${scope}`));
const speaking = { speaker: null, choice: null, passedOver: [] };
const asked: AskInput = { trigger: "ask", prompt: "", attachments: [], readChannel: true };
const layers = (more: Partial<Job> = {}, prompts = everywhere, systemPrompt = "", input = asked) =>
  systemLayers({ ...job, ...more }, { input, prompts, standing, speaking }, systemPrompt, NOW).map(({ name, text }) => [name, text]);
const names = (...given: Parameters<typeof layers>) => layers(...given).map(([name]) => name);

describe("the order", () => {
  it("is the deployer's, how to take the rest, server, channel, person", () => {
    expect(layers().slice(2)).toEqual([
      ["server", "of server:1"],
      ["channel", "of channel:3"],
      ["user", "of user:2"],
    ]);
    expect(names()).toEqual(["default", "wishes", "server", "channel", "user"]);
  });

  it("has a thread's own after its channel's", () => {
    expect(layers({ channelId: "5" as ChannelId, parentId: "4" as ChannelId }, [...everywhere, version("channel:5", "of the thread")]).slice(2)).toEqual([
      ["server", "of server:1"],
      ["channel", "of channel:4"],
      ["thread", "of the thread"],
      ["user", "of user:2"],
    ]);
  });

  it("outside servers, and where the bot is a guest, has nobody's but the person's", () => {
    expect(names({ guildId: null })).toEqual(["default", "wishes", "user"]);
    expect(names({ bot: { ...job.bot, present: false } })).toEqual(["default", "wishes", "user"]);
  });

  it("says nothing of wishes where there are none", () => {
    expect(names({}, [])).toEqual(["default"]);
    expect(names({}, [version("server:1", "")])).toEqual(["default"]);
  });

  it("shapes an answer by its asker's wishes, not by those of a moderator who pressed a button", () => {
    expect(layers({ user: { id: "7" as UserId, name: "Mod" } }).at(-1)).toEqual(["user", "of user:2"]);
  });

  it("shapes what a moderator asks in another's conversation by the moderator's own, who could read the other's otherwise", () => {
    const mod = { user: { id: "7" as UserId, name: "Mod" } };
    expect(layers(mod, everywhere, "", { ...asked, trigger: "follow-up" }).at(-1)).toEqual(["user", "of user:7"]);
    expect(layers({}, everywhere, "", { ...asked, trigger: "regenerate", askedBy: mod.user.id }).at(-1)).toEqual(["user", "of user:7"]);
  });
});

describe("the texts", () => {
  it("are filled, the deployer's too; SYSTEM_PROMPT takes the file's place", () => {
    expect(layers()[0]?.[1]).toMatch(/^You are Edgewise/);
    expect(layers({}, [], 'I am {bot}, {"not": 1} {unknown}')).toEqual([["default", 'I am Edgewise, {"not": 1} {unknown}']]);
    expect(layers({}, [version("user:2", "{user} {server} #{channel} {date} {locale}")]).at(-1)?.[1]).toBe(
      "Ada The Orchard #general Friday, November 20, 2026 en-US",
    );
  });

  it("say who set them, and when", () => {
    const [base, , server] = systemLayers(job, { input: asked, prompts: everywhere, standing, speaking }, "", NOW);
    expect(base).toMatchObject({ source: "src/prompts/default.md", text: promptFor("default").body.replace("{bot}", "Edgewise") });
    expect(base).not.toHaveProperty("set");
    expect(server).toMatchObject({ source: "/setprompt", set: { by: "9", at: 5 } });
  });
});
