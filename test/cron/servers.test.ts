/** Once a day: which servers the bot is in. Nothing is taken for left that only could not be seen. */
import { beforeEach, describe, expect, it } from "vitest";
import { type AccessStore, createAccessStore } from "../../src/access/store.ts";
import { compareServers, type ServersDeps } from "../../src/cron/servers.ts";
import type { GuildId } from "../../src/kernel/ids.ts";
import { openDatabase, rows } from "../fakes/database.ts";

const T = Date.UTC(2026, 10, 20, 8);
const DAY = 24 * 60 * 60_000;
let access: AccessStore;
beforeEach(async () => {
  access = createAccessStore(await openDatabase());
});

const servers = (...ids: number[]) => ids.map((id) => ({ id: String(id) as GuildId, name: `Server ${id}` }));
const left = async () => (await rows("SELECT id FROM servers WHERE left_at IS NOT NULL ORDER BY length(id), id")).map(({ id }) => id);

/** Pages of what the bot is in, as Discord gives them. */
function open(there: () => { id: GuildId; name: string }[]) {
  const asked: (GuildId | undefined)[] = [];
  const deps: ServersDeps = {
    access,
    clock: { now: () => T + 5, sleep: async () => undefined },
    ownServers: async (after) => {
      asked.push(after);
      const sorted = there().sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
      return sorted.filter(({ id }) => after === undefined || BigInt(id) > BigInt(after)).slice(0, 200);
    },
  };
  return { asked, run: (minute = T) => compareServers(minute, deps), deps };
}

describe("the daily look", () => {
  it("notes names, who is gone, and who is back", async () => {
    let there = servers(1, 2);
    const { run } = open(() => there);
    await run();
    expect(await rows("SELECT id, name, left_at FROM servers ORDER BY id")).toEqual([
      { id: "1", name: "Server 1", left_at: null },
      { id: "2", name: "Server 2", left_at: null },
    ]);
    there = [{ id: "2" as GuildId, name: "Renamed" }, ...servers(3)];
    await run(T + DAY);
    expect(await left()).toEqual(["1"]);
    expect(await rows("SELECT left_at FROM servers WHERE id = '1'")).toEqual([{ left_at: T + 5 }]);
    expect((await access.server("2" as GuildId)).name).toBe("Renamed");
    there = servers(1, 2, 3);
    await run(T + 2 * DAY);
    expect(await left()).toEqual([]);
  });

  it("happens once a day, however many minutes ask", async () => {
    const { run, asked } = open(() => servers(1));
    for (let minute = 0; minute < 5; minute++) await run(T + minute * 60_000);
    expect(asked).toHaveLength(1);
    await run(T + DAY);
    expect(asked).toHaveLength(2);
  });

  it("tries again the next minute where it failed, and calls nothing left until it has seen all", async () => {
    await access.noteServers(servers(1, 300));
    let fails = true;
    const { run, deps } = open(() => servers(...Array.from({ length: 250 }, (_, i) => i + 100)));
    const list = deps.ownServers;
    deps.ownServers = async (after) => {
      if (fails && after !== undefined) throw new Error("Discord is away");
      return list(after);
    };
    await expect(run()).rejects.toThrow("Discord is away");
    expect(await left()).toEqual([]);
    fails = false;
    await run(T + 60_000);
    expect(await left()).toEqual(["1"]);
  });

  it("reads on from page to page until one is not full", async () => {
    const { run, asked } = open(() => servers(...Array.from({ length: 400 }, (_, i) => i + 1)));
    await run();
    expect(asked).toEqual([undefined, "200", "400"]);
    expect(await access.knownServers()).toHaveLength(400);
  });

  it("with more servers than it may list, leaves those alone that it has not come to", async () => {
    await access.noteServers(servers(5, 90_000));
    const { run, asked } = open(() => servers(...Array.from({ length: 9_000 }, (_, i) => i + 10)));
    await run();
    expect(asked).toHaveLength(40);
    expect(await left()).toEqual(["5"]);
  });
});
