/** Who speaks where: the narrowest choice that can be kept. */
import { describe, expect, it } from "vitest";
import type { ChannelId, GuildId, UserId } from "../../src/kernel/ids.ts";
import { promptScopes } from "../../src/persona/scopes.ts";
import { keptSpeaking, personaOwners, speakingIn } from "../../src/persona/speaker.ts";

const place = { guildId: "1" as GuildId, channelId: "5" as ChannelId, parentId: "4" as ChannelId, userId: "2" as UserId, botPresent: true };
const scopes = promptScopes(place);
const choice = (scope: string, persona: string) => ({ scope, persona, setBy: "9", changedAt: 7 });
const stored = (id: number, owner: string, modelfile = "FROM default\nSYSTEM Hi.") => ({ id, owner, name: `No ${id}`, modelfile, setBy: "9", changedAt: 1 });
const speaks = (choices: ReturnType<typeof choice>[], found: ReturnType<typeof stored>[] = []) => {
  const { speaker, choice: made, passedOver } = speakingIn(scopes, choices, found);
  return [speaker?.ref ?? null, made?.kind ?? null, passedOver];
};

describe("the choice that counts", () => {
  const all = [choice("server:1", "rivet"), choice("channel:4", "hazel"), choice("channel:5", "juniper"), choice("user:2", "magpie")];

  it("is the person's, else the thread's, the channel's, the server's, else nobody's", () => {
    expect([4, 3, 2, 1, 0].map((count) => speaks(all.slice(0, count)).slice(0, 2))).toEqual([
      ["magpie", "user"],
      ["juniper", "thread"],
      ["hazel", "channel"],
      ["rivet", "server"],
      [null, null],
    ]);
  });

  it("may be nobody; an empty one leaves it to the next wider", () => {
    expect(speaks([...all.slice(0, 3), choice("user:2", "none")])).toEqual([null, "user", []]);
    expect(speaks([...all.slice(0, 3), choice("user:2", "")])).toEqual(["juniper", "thread", []]);
  });

  it("is passed over where its persona is gone, makes no sense any more, or is one person's that would speak for many", () => {
    expect(speaks([choice("server:1", "rivet"), choice("user:2", "17")])).toEqual(["rivet", "server", ["user"]]);
    expect(speaks([choice("user:2", "17")], [stored(17, "user:2", "nonsense")])).toEqual([null, null, ["user"]]);
    expect(speaks([choice("channel:4", "17")], [stored(17, "user:2")])).toEqual([null, null, ["channel"]]);
    expect(speaks([choice("user:2", "17"), choice("channel:4", "18")], [stored(17, "user:2"), stored(18, "server:1")])[0]).toBe("17");
  });
});

describe("what is continued", () => {
  const now = speakingIn(scopes, [choice("user:2", "rivet")], []);
  it("stays with whoever began it, nobody included, unless they are gone", () => {
    expect(keptSpeaking("hazel", now, [], { by: "9", at: 1 }).speaker).toMatchObject({ ref: "hazel", chosen: { kind: "kept" } });
    expect(keptSpeaking(undefined, now, [], { by: "", at: 0 }).speaker).toBeNull();
    expect(keptSpeaking("17", now, [], { by: "9", at: 1 })).toMatchObject({ speaker: { ref: "rivet" }, passedOver: ["kept"] });
  });
});

it("a server's personas belong to places where the bot is a member", () => {
  expect(personaOwners(place)).toEqual(["user:2", "server:1"]);
  expect(personaOwners({ ...place, botPresent: false })).toEqual(["user:2"]);
  expect(personaOwners({ ...place, guildId: null })).toEqual(["user:2"]);
});
