// Without TRANSCRIBE_MODEL nobody listens: that is said, the answer comes, and nothing is offered that would not work.
import { expect, test } from "vitest";
import { recording } from "../fakes/recordings.ts";
import { labels, text } from "./catching-up.ts";
import { useWorld, type World } from "./world.ts";

let world: World;
useWorld(
  (fresh) => {
    world = fresh;
  },
  { messageContent: true },
);
const voice = () => world.discord.putFile("voice-message.ogg", "audio/ogg", recording("hello", 4), { duration_secs: 4, waveform: "AAAA" });
const use = (command: string, content: string) =>
  world.discord.interact({
    kind: "message",
    command,
    user: world.ada,
    channel: world.channel,
    target: world.discord.post(world.channel, world.bob, content, { attachments: [voice()], json: { flags: 8192 } }),
  });

test("a recording is a sentence, and the answer comes", async () => {
  const answer = await world.ask("What does he say?", { options: { file: voice() } });
  expect(text(answer)).toContain("You asked:");
  expect(text(answer)).toContain("-# I can't listen to “voice-message.ogg”: whoever runs this bot hasn't set that up (TRANSCRIBE_MODEL).");
});

test("a voice message alone is refused at once, with words it is about these", async () => {
  for (const menu of ["Ask AI privately", "Reply with AI"]) expect(text(await use(menu, ""))).toContain("I can't listen to “voice-message.ogg”");
  expect(world.model.requests).toEqual([]);
  const panel = await use("Ask AI privately", "Hear what I recorded for you");
  expect(labels(panel)).toEqual(["Explain", "Translate", "Summarize from here", "Own question", "Remember"]);
});
