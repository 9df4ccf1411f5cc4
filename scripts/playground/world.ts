/** The demo server of `npm run dev`: people, channels and a conversation that is worth asking about. */
import { channelType, type Discord, EVERYONE_DEFAULT, permission, type User } from "./discord/discord.ts";
import { orchardPicture } from "./page/picture.ts";

/**
 * The stand-in's clock while the world is built. People and channels get the same ids at every start, so that what the bot stored about them
 * last time is still theirs; messages are from today, interactions from now.
 */
export interface WorldClock {
  now(): number;
  /** From now on it shows the real time plus this. */
  move(offsetMs: number): void;
  /** undefined: the real time. */
  set(time: number | undefined): void;
}

export function createWorldClock(): WorldClock {
  let fixed: number | undefined;
  let offset = 0;
  return {
    now: () => fixed ?? Date.now() + offset,
    move(offsetMs) {
      offset = offsetMs;
    },
    set(time) {
      fixed = time;
    },
  };
}

/** Any date in the past does; changing it forgets what the playground stored. */
const FOUNDED = Date.UTC(2026, 8, 1);
const MINUTE = 60_000;

const CIDER_SCRIPT = `\`\`\`python
# litres we can press before dark
rate = 40            # litres per hour
hours = 6.5
crates = 31

juice = crates * 9   # a crate gives about 9 litres
print(min(juice, rate * hours))
\`\`\``;

/** The people that the page lets you be, the owner first. */
export function buildWorld(discord: Discord, clock: WorldClock): User[] {
  clock.set(FOUNDED);
  const mira = discord.addUser("mira", { displayName: "Mira" });
  const jonas = discord.addUser("jonas", { displayName: "Jonas" });
  const wei = discord.addUser("wei", { displayName: "Wei" });
  const guild = discord.addGuild({ name: "The Orchard", owner: mira, botPermissions: EVERYONE_DEFAULT });
  for (const person of [jonas, wei]) discord.addMember(guild, person);
  const general = discord.addChannel(guild, { name: "general", topic: "Apples, weather, and who brings the ladder" });
  const random = discord.addChannel(guild, { name: "random", topic: "Everything that is not an apple" });
  const board = discord.addChannel(guild, { name: "noticeboard", topic: "Read only", deny: permission.sendMessages });
  const thread = discord.addChannel(guild, { name: "Press repair", parent: general, type: channelType.publicThread, owner: jonas });
  const directs = [mira, jonas, wei].map((person) => discord.directChannel(person, discord.bot));
  // The later role is the higher one.
  const picker = discord.addRole(guild, "Picker", 0n);
  const moderator = discord.addRole(guild, "Moderator", permission.manageMessages | permission.manageChannels | permission.manageThreads);
  guild.members.get(jonas.id)?.roles.push(moderator.id);
  for (const person of [jonas, wei]) guild.members.get(person.id)?.roles.push(picker.id);
  // Here the bot is no member: only those who have it in their account can use it. So it is between people, too.
  const bakery = discord.addGuild({ name: "Village Bakery", owner: wei, installed: false });
  for (const person of [mira, jonas]) discord.addMember(bakery, person);
  const oven = discord.addChannel(bakery, { name: "oven", topic: "The bot is not a member here; your account can bring it along" });
  const group = discord.groupChannel(mira, jonas, wei);
  const pair = discord.directChannel(mira, jonas);
  const workshop = discord.addChannel(guild, {
    name: "workshop",
    topic: "One post for each thing that wants mending",
    type: channelType.forum,
    tags: ["tools", "trees"],
  });
  // A post's id is its first message's, so it is as old as the channels are.
  const rope = discord.addPost(workshop, wei, "Which rope for the high branches?", "The old one frays. Something that does not stretch, about 20 m?", [
    "tools",
  ]);
  discord.install(mira);

  const start = Date.now() - 170 * MINUTE;
  const at = (minutes: number) => clock.set(start + minutes * MINUTE);
  at(0);
  discord.post(general, jonas, "Morning all! Walked the lower rows: the **Bramleys** are ready in about ten days, the *Cox* want another week after that.");
  at(3);
  discord.post(general, wei, "Then cider day is the Saturday after next? I can bring the big press again.");
  at(4);
  const picture = discord.putFile("lower-rows.png", "image/png", orchardPicture(), { description: "Rows of apple trees on green hills at sunset" });
  const sunset = discord.post(general, mira, "Saturday works. And look at this, yesterday evening from the gate:", { attachments: [picture] });
  at(6);
  discord.post(general, jonas, "That one goes on the label 🍎", { replyTo: sunset });
  at(31);
  discord.post(general, wei, `How much can we actually press? My guess:\n${CIDER_SCRIPT}\nSo it is the daylight that limits us, not the apples.`);
  at(34);
  discord.post(
    general,
    mira,
    "Good to know. What we still need:\n- 12 crates (Jonas)\n- ~~clean bottles~~ done\n- the long ladder, *not* the wobbly one\n- someone who makes lunch",
  );
  at(35);
  discord.post(general, mira, "Lunch for **nine** people, two of them vegetarian.");
  at(58);
  discord.post(general, jonas, "Crates are in the barn, I counted 14. The wobbly ladder is firewood now.");
  at(60);
  discord.post(general, wei, "> the wobbly ladder is firewood now\nFinally. I'll do lunch: pumpkin soup and bread.");
  at(95);
  discord.post(general, jonas, `The press sticks a little. I opened a thread about it: <#${thread.id}>`);
  at(151);
  discord.post(general, mira, "Rain is forecast for Thursday, so let's pick what is low on **Wednesday from 15:00**. Who can come?");
  at(154);
  discord.post(general, wei, "I can. ||I will also bring the dog.||");

  at(96);
  discord.post(thread, jonas, "It grinds at about two thirds of the way down. Oil did not help.");
  at(99);
  discord.post(thread, wei, "Sounds like the thread of the spindle. Is there a number on the plate? It should read like `SP-30/4`.");
  at(50);
  discord.post(rope, jonas, "Polyester, 12 mm. The chandler by the canal sells it by the metre.");
  at(20);
  discord.post(random, wei, "Name for the new cat: Pippin, Russet or Bramley?");
  at(22);
  discord.post(random, jonas, "Russet. Obviously.");
  at(10);
  discord.post(board, mira, "# Cider day\nSaturday after next, 9:30 at the barn. Bring gloves.\n-# Questions go to #general.");
  at(41);
  discord.post(oven, wei, "Whoever is up at five: the sourdough needs folding, twice.");
  at(44);
  discord.post(oven, jonas, "I am never up at five.");
  at(70);
  discord.post(group, jonas, "Surprise for Wei's... oh. Wrong group.");
  at(72);
  discord.post(group, wei, "I saw nothing.");
  at(80);
  discord.post(pair, jonas, "New group for the surprise, without Wei this time. Any idea what to bake?");
  at(140);
  for (const [index, person] of [mira, jonas, wei].entries()) {
    const direct = directs[index];
    if (direct)
      discord.post(direct, discord.bot, `Hi ${person.global_name}! Nobody else on this server sees what you ask me here. Type \`/\` to see what I can do.`);
  }
  clock.set(undefined);
  return [mira, jonas, wei];
}
