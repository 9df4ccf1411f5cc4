/** What a member may do in a channel: the same as the strict stand-in computes on its own from the documentation, whatever the server looks like. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memberPermissions as standIn, permission as standInBits } from "../../scripts/playground/discord/permissions.ts";
import type { Channel, Guild, Overwrite } from "../../scripts/playground/discord/types.ts";
import type { ServerAccess } from "../../src/discord/api.ts";
import { allows, everybodysPermissions, memberPermissions, missingPermissions, permission } from "../../src/discord/permissions.ts";
import type { ChannelId } from "../../src/kernel/ids.ts";

const GUILD = "1";
const ME = "9";
const ROLES = ["11", "12", "13"];
const known = Object.values(standInBits).reduce((all, bit) => all | bit, 0n);

/** Any few of the permissions there are; administrator seldom, since it decides everything. */
const bits = fc
  .tuple(fc.subarray(Object.values(standInBits).filter((bit) => bit !== standInBits.administrator)), fc.integer({ min: 0, max: 19 }))
  .map(([some, n]) => some.reduce((all, bit) => all | bit, n === 0 ? standInBits.administrator : 0n));
const overwrite = (id: string, type: 0 | 1): fc.Arbitrary<Overwrite> => fc.record({ id: fc.constant(id), type: fc.constant(type), allow: bits, deny: bits });
const server = fc.record({
  everyone: bits,
  roles: fc.tuple(bits, bits, bits),
  mine: fc.subarray(ROLES),
  isOwner: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  overwrites: fc.subarray([...[GUILD, ...ROLES].map((id) => overwrite(id, 0)), overwrite(ME, 1), overwrite("8", 1)]).chain((some) => fc.tuple(...some)),
});

describe("memberPermissions", () => {
  it("agrees with the stand-in on any server", () => {
    fc.assert(
      fc.property(server, ({ everyone, roles, mine, isOwner, overwrites }) => {
        const ownerId = isOwner ? ME : "7";
        const all = [{ id: GUILD, permissions: everyone }, ...ROLES.map((id, index) => ({ id, permissions: roles[index] ?? 0n }))];
        const channel = { id: "5" as ChannelId, name: "general", type: 0, parentId: null, overwrites };
        const access: ServerAccess = { ownerId, name: "", roles: all, memberRoles: mine, channels: [channel] };
        const guild = {
          id: GUILD,
          ownerId,
          roles: all.map((role) => ({ ...role, name: "", position: 0 })),
          members: new Map([[ME, { roles: mine, timeoutUntil: null }]]),
        } as unknown as Guild;
        const expected = standIn(guild, ME, channel as unknown as Channel, undefined, 0);
        expect(memberPermissions(access, GUILD, ME, channel) & known).toBe(expected & known);
      }),
      { numRuns: 2_000 },
    );
  });

  it("agrees about its threads, where another permission lets people write", () => {
    const send = standInBits.sendMessages | standInBits.sendMessagesInThreads;
    fc.assert(
      fc.property(server, ({ everyone, roles, mine, overwrites }) => {
        const all = [{ id: GUILD, permissions: everyone }, ...ROLES.map((id, index) => ({ id, permissions: roles[index] ?? 0n }))];
        const channel = { id: "5" as ChannelId, name: "general", type: 0, parentId: null, overwrites };
        const guild = { id: GUILD, ownerId: "7", roles: all, members: new Map([[ME, { roles: mine, timeoutUntil: null }]]) } as unknown as Guild;
        const thread = { type: 11, recipients: [], thread: { locked: false } } as unknown as Channel;
        const expected = standIn(guild, ME, thread, channel as unknown as Channel, 0);
        const granted = memberPermissions({ ownerId: "7", name: "", roles: all, memberRoles: mine, channels: [channel] }, GUILD, ME, channel, true);
        expect(granted & known & ~send).toBe(expected & known & ~send);
        expect((granted & permission.sendMessagesInThreads) !== 0n).toBe((expected & standInBits.sendMessages) !== 0n);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("everybodysPermissions", () => {
  it("are those of somebody without roles, whoever owns the server", () => {
    const deny = { id: GUILD, type: 0 as const, allow: 0n, deny: permission.viewChannel };
    const channel = { id: "5" as ChannelId, name: "staff", type: 0, parentId: null, overwrites: [deny] };
    const everyone = { id: GUILD, permissions: permission.viewChannel };
    const access: ServerAccess = {
      ownerId: "",
      name: "",
      roles: [everyone, { id: "11", permissions: permission.administrator }],
      memberRoles: ["11"],
      channels: [],
    };
    expect(everybodysPermissions(access, GUILD, channel)).toBe(0n);
    expect(everybodysPermissions(access, GUILD, { overwrites: [] })).toBe(permission.viewChannel);
  });
});

describe("missingPermissions", () => {
  it("names what is not granted, in the order of Discord's client", () => {
    expect(missingPermissions(0n)).toEqual(["viewChannel", "sendMessages", "sendMessagesInThreads", "readMessageHistory", "attachFiles", "embedLinks"]);
    expect(missingPermissions(permission.viewChannel | permission.sendMessages | permission.readMessageHistory | permission.attachFiles)).toEqual([
      "sendMessagesInThreads",
      "embedLinks",
    ]);
    expect(missingPermissions(permission.administrator)).toEqual([]);
  });
});

describe("allows", () => {
  it("needs all of them, and administrators have all", () => {
    expect(allows(permission.viewChannel, permission.viewChannel, permission.sendMessages)).toBe(false);
    expect(allows(permission.administrator, permission.manageGuild)).toBe(true);
    expect(allows(0n)).toBe(true);
  });
});
