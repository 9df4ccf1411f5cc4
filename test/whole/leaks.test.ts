// Hundreds of secrets in every kind of store and place; then everybody, everywhere, tries every way to be shown some, also by ids that are made up. What
// comes out is what the matrix grants (leak-matrix.ts), and what it grants comes out where all of a kind is shown.
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { openDatabase } from "../fakes/database.ts";
import { findEverywhere } from "../find-everywhere.ts";
import { isDue, isGranted, type Look, matrix, type Secret } from "./leak-matrix.ts";
import { createPaths } from "./leak-paths.ts";
import { plant } from "./leak-plants.ts";
import { createStage } from "./leak-stage.ts";
import { openPanel } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld((fresh) => {
  world = fresh;
});

test("nobody is shown what is not for them; who is erased after all of that is nowhere", { timeout: 600_000 }, async ({ annotate }) => {
  await openDatabase();
  // They do in a minute what takes people weeks.
  vi.spyOn(env.FLOOD, "limit").mockResolvedValue({ success: true });
  const stage = createStage(world);
  const { people, readers, reader, channels } = stage;
  await world.knows(...Object.values(people));
  const planted = await plant(stage);
  const { secrets } = planted;
  expect(secrets.length).toBeGreaterThanOrEqual(200);

  const looks: Look[] = [];
  const paths = createPaths(stage, planted, looks);
  for (const one of readers) await paths.stored(one);
  const { thread, shared, foreign, away, main } = channels;
  for (const one of readers.filter(({ user, channel }) => ![people.boss, people.quill].includes(user) && ![thread, shared].includes(channel)))
    await paths.told(one);
  for (const one of readers.filter(({ user, channel }) => user !== people.boss && channel !== thread))
    await paths.called(one, one.guild === channels.away.guildId ? people.cara : people.newbie);
  for (const one of [reader(people.mod, main), reader(people.bob, foreign), reader(people.cara, away)]) await paths.forged(one);

  await paths.byNight();

  const { leaked, missing, shown } = judge(secrets, looks);
  expect(leaked).toEqual([]);
  expect(missing).toEqual([]);
  // What is never shown proves nothing about who may see it.
  const never = Object.keys(matrix).filter((kind) => !shown.has(kind));
  expect(never).toEqual(["key", "unwanted, kept by another"]);
  const ways = [...new Set(looks.map(({ path }) => path))];
  const silent = ways.filter((path) => !shown.has(path));
  await annotate(
    `${secrets.length} secrets, ${readers.length} readers, ${ways.length} ways, ${looks.length} looks; shown where granted: ${shown.get("")}, on ${ways.length - silent.length} ways`,
  );
  // The model says nothing of what it was told, and some ways show nothing but a sentence.
  const telling = looks.filter(({ model, whole }) => model || whole.length > 0).map(({ path }) => path);
  expect(silent.filter((path) => telling.includes(path))).toEqual([]);

  const { ada } = people;
  expect((await findEverywhere(needlesOf(secrets, ada.id))).length).toBeGreaterThan(100);
  const panel = openPanel(world, { user: ada, channel: channels.main });
  await panel.command("privacy");
  await panel.press("Erase everything about me");
  const pressed = await panel.press("Yes, erase it all");
  await world.discord.waitFor(() => pressed.original()?.content.includes("Receipt") === true, { timeoutMs: 60_000, what: "the receipt" });
  expect(await findEverywhere(needlesOf(secrets, ada.id))).toEqual([]);
});

/** `shown`: by kind, by way, and in all, how often a secret was shown where the matrix grants it. */
function judge(secrets: readonly Secret[], looks: readonly Look[]) {
  const [leaked, missing] = [new Set<string>(), new Set<string>()];
  const shown = new Map<string, number>();
  for (const look of looks)
    for (const secret of secrets) {
      const isShown = look.seen.includes(secret.word);
      const may = isGranted(secret, look);
      const what = `${secret.kind}, by ${secret.by.username} in ${secret.channel.name || secret.channel.id}: ${look.path}, ${look.reader.name}${look.alone ? ", alone" : ""}`;
      if (isShown && !may) leaked.add(what);
      if (!isShown && isDue(secret, look)) missing.add(what);
      if (isShown && may) for (const key of ["", secret.kind, look.path]) shown.set(key, (shown.get(key) ?? 0) + 1);
    }
  return { leaked: [...leaked], missing: [...missing], shown };
}

const needlesOf = (secrets: readonly Secret[], id: string): string[] => [
  id,
  ...secrets.filter(({ by, kind }) => by.id === id || kind === "posted and kept").map(({ word }) => word),
];
