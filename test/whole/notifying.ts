/** Places where people and servers are told of things, as whole-path tests set them up and use them. */
import { env } from "cloudflare:workers";
import { beforeEach, expect, vi } from "vitest";
import type { User } from "../../scripts/playground/discord/discord.ts";
import { notifyJob } from "../../src/jobs/notify.ts";
import type { Job } from "../../src/jobs/types.ts";
import type { Note } from "../../src/notify/types.ts";
import { createNtfyServer, type NtfyServer } from "../fakes/ntfy-server.ts";
import { guildOf, manager, openPanel, rows } from "./panel.ts";
import { useWorld, type World } from "./world.ts";

export const HOST = "push.example";
export const TOPIC = "edgewise-7f3a9c21";
export const TOKEN = "tk_0123456789abcdefghij";

type Panel = ReturnType<typeof openPanel>;

/** A fresh world with an ntfy server for each test of a file. */
export function useNotifying(use: (world: World, ntfy: NtfyServer) => void) {
  let world: World;
  useWorld((fresh) => {
    world = fresh;
  });
  beforeEach(async () => {
    // D1 is the same for all tests of a file.
    await env.DB.batch([env.DB.prepare("DELETE FROM notify_targets"), env.DB.prepare("DELETE FROM notifications")]);
    const ntfy = createNtfyServer();
    world.serve(HOST, ntfy.fetch);
    use(world, ntfy);
  });

  async function open(tab: "Me" | "Server" = "Me", user: User = tab === "Me" ? world.ada : manager(world)) {
    const panel = openPanel(world, { user, channel: world.channel });
    await panel.command("settings");
    await panel.press(tab);
    await panel.press("Notifications");
    return panel;
  }

  const addNtfy = async (panel: Panel, values: Record<string, string> = {}) =>
    panel.submit(await panel.press("ntfy…"), { address: `https://${HOST}`, topic: TOPIC, token: TOKEN, name: "My phone", ...values });
  const addWebhook = async (panel: Panel, address: string, name = "Log") => panel.submit(await panel.press("Webhook…"), { address, name });

  /** A job edits the panel after its acknowledgement. */
  async function tested(panel: Panel, label = "Test") {
    const handle = await panel.press(label);
    await vi.waitFor(() => expect(handle.original()?.content).toMatch(/[✅❌]|nothing to test/u), { timeout: 10_000 });
    const shown = handle.original();
    if (shown !== undefined) panel.from(shown);
    return panel.text();
  }

  const object = () => env.CHANNEL.get(env.CHANNEL.idFromName(world.channel.id));
  const noteJob = (note: Note): Job =>
    notifyJob(
      {
        applicationId: world.discord.applicationId as Job["applicationId"],
        channelId: world.channel.id as Job["channelId"],
        guildId: null,
        locale: "en",
        now: Date.now(),
      },
      note,
    );
  const submit = (note: Note) => object().submit(noteJob(note));
  const paused = (more: Partial<Note> = {}): Note => ({
    ...{
      id: "paused:1:7",
      owner: `server:${guildOf(world).id}`,
      kind: "schedule-paused",
      values: { name: "morning news", channel: "general", problem: "model" },
    },
    ...more,
  });
  const state = async () => (await rows("SELECT state, attempts, problem FROM notifications"))[0];
  const becomes = (wanted: object) => vi.waitFor(async () => expect(await state()).toMatchObject(wanted), { timeout: 10_000 });
  const directTo = (user: User) => world.discord.visibleTo(user, world.discord.directChannel(world.discord.bot, user)).map(({ content }) => content);

  return { open, addNtfy, addWebhook, tested, object, noteJob, submit, paused, becomes, directTo };
}
