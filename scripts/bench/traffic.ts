/** What Discord would send, signed and ready as bytes: PINGs and `/ask` in a server's channel. Used by the measures. */
import { createDiscord, createKeyPair, type Discord, type KeyPair } from "../playground/discord/discord.ts";
import { buildInteraction } from "../playground/discord/payload.ts";
import { encodePost } from "./connection.ts";

/** Different people: FLOOD allows each 100 in 10 s. */
const PEOPLE = 2_000;

export interface Question {
  id: string;
  token: string;
  body: string;
}

export interface Traffic {
  applicationId: string;
  publicKeyHex: string;
  pings(url: URL, count: number): Promise<Buffer[]>;
  /** By ever different people, spread over these channels (numbers from 0). `prompt` decides what the model does (stand-ins.ts). */
  questions(count: number, channels: readonly number[], prompt: string, readChannel?: boolean): Question[];
  sign(url: URL, questions: readonly Question[]): Promise<Buffer[]>;
}

export async function createTraffic(): Promise<Traffic> {
  const keys = await createKeyPair();
  const discord = createDiscord({ keys, deliver: () => Promise.reject(new Error("the bench delivers itself")) });
  const guild = discord.addGuild();
  const channels = new Map<number, ReturnType<Discord["addChannel"]>>();
  const people = Array.from({ length: PEOPLE }, (_, index) => {
    const person = discord.addUser(`person-${index}`);
    discord.addMember(guild, person);
    return person;
  });
  let asked = 0;

  function channelOf(index: number) {
    const channel = channels.get(index) ?? discord.addChannel(guild);
    channels.set(index, channel);
    return channel;
  }

  function question(channel: number, prompt: string, readChannel: boolean): Question {
    const id = discord.state.nextId();
    // As long as Discord's.
    const token = btoa(`interaction:${id}:${"x".repeat(110)}`).replaceAll("=", "");
    const user = people[asked++ % PEOPLE];
    if (user === undefined) throw new Error("there is nobody to ask");
    const options = { prompt, ...(readChannel ? {} : { context: false }) };
    const { payload } = buildInteraction(discord.state, id, token, { kind: "slash", user, channel: channelOf(channel), command: "ask", options });
    return { id, token, body: JSON.stringify(payload) };
  }

  return {
    applicationId: discord.applicationId,
    publicKeyHex: keys.publicKeyHex,
    pings(url, count) {
      const payload = () => ({
        id: discord.state.nextId(),
        application_id: discord.applicationId,
        type: 1,
        token: "t".repeat(180),
        version: 1,
        entitlements: [],
        user: null,
      });
      return Promise.all(Array.from({ length: count }, () => signed(keys, url, JSON.stringify(payload()))));
    },
    questions: (count, where, prompt, readChannel = true) =>
      Array.from({ length: count }, (_, index) => question(where[index % where.length] ?? 0, prompt, readChannel)),
    sign: (url, questions) => Promise.all(questions.map(({ body }) => signed(keys, url, body))),
  };
}

async function signed(keys: KeyPair, url: URL, body: string): Promise<Buffer> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    "content-type": "application/json",
    "user-agent": "Discord-Interactions/1.0 (+https://discord.com)",
    "x-signature-ed25519": await keys.sign(timestamp, body),
    "x-signature-timestamp": timestamp,
  };
  return encodePost(url, "/interactions", headers, body);
}
