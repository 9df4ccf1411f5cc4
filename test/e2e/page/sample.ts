/** A message with everything that a bot can put into one, and a form with every kind of field, as the page's server would tell them. Used by `page-parts.e2e.ts`. */
import type { WireComponent, WireMessage, WireModal, World } from "../../../scripts/playground/page/wire.ts";

const component = (more: Partial<WireComponent>): WireComponent => ({
  type: 2,
  style: 2,
  label: "",
  emoji: "",
  customId: "",
  url: "",
  disabled: false,
  placeholder: "",
  options: [],
  minValues: 1,
  maxValues: 1,
  channelTypes: [],
  defaultValues: [],
  ...more,
});
const option = (label: string, more = {}) => ({ label, value: label.toLowerCase(), description: "", emoji: "", isDefault: false, ...more });

/** `target`: the message that its link leads to. */
export function sampleMessage(world: World, target: WireMessage): WireMessage {
  const [guild] = world.guilds;
  const channel = guild?.channels[0];
  const bot = world.users.find((user) => user.id === world.app.id);
  if (!guild || !channel || !bot) throw new Error("the world is empty");
  const link = `https://discord.com/channels/${guild.id}/${channel.id}/${target.id}`;
  return {
    id: String(BigInt(target.id) + (1n << 60n)),
    channelId: channel.id,
    author: bot,
    at: Date.now(),
    isEdited: false,
    isPrivate: false,
    isLoading: false,
    content: `Ask <@${world.me}> or <@&${guild.roles[0]?.id}> in <#${channel.id}>, <t:${Math.floor(Date.now() / 1000) + 7200}:R>.\n[the first words](${link}) ${link}`,
    attachments: [],
    embeds: [
      {
        title: "Harvest",
        description: "**Thirty** crates so far",
        url: link,
        color: 0x2f9e44,
        author: { name: "The orchard", url: "", iconUrl: "" },
        fields: [
          { name: "Bramley", value: "19", isInline: true },
          { name: "Cox", value: "11", isInline: true },
          { name: "Left to do", value: "- the upper rows\n- the hedge", isInline: false },
        ],
        imageUrl: "",
        thumbnailUrl: "",
        footer: "Counted by Jonas",
        timestamp: Date.now(),
      },
    ],
    poll: { question: "Which apples go into the cake?", answers: ["Bramley", "Cox"], endsAt: Date.UTC(2026, 10, 21) },
    reactions: [
      { emoji: "🍎", count: 2 },
      { emoji: ":apple:", count: 1 },
    ],
    rows: [
      [
        component({ label: "Again", emoji: "🔄", style: 1, customId: "again" }),
        component({ label: "Burn it", style: 4, customId: "burn", disabled: true }),
        component({ label: "To the message", style: 5, url: link }),
        component({ label: "Rules", style: 5, url: "https://discord.com/guidelines" }),
      ],
      [
        component({
          type: 3,
          customId: "apples",
          placeholder: "Which apples",
          minValues: 1,
          maxValues: 2,
          options: [option("Bramley", { emoji: "🍏", description: "For the pan" }), option("Cox", { emoji: "🍎" }), option("Russet")],
        }),
      ],
      [component({ type: 5, customId: "who", placeholder: "Who brings the ladder" })],
      [component({ type: 6, customId: "role", maxValues: 2 })],
      [component({ type: 7, customId: "anyone" })],
      [component({ type: 8, customId: "where", channelTypes: [0], defaultValues: [channel.id] })],
    ],
    used: null,
    replyTo: { id: target.id, author: target.author, excerpt: "Morning all" },
    thread: null,
    isNotice: false,
  };
}

const field = {
  customId: "",
  label: "",
  description: "",
  isLong: false,
  required: true,
  minLength: 0,
  maxLength: 4000,
  placeholder: "",
  value: "",
  choices: [],
  maxValues: 1,
};

export const sampleModal: WireModal = {
  interactionId: "1",
  title: "The label",
  fields: [
    { ...field, customId: "title", label: "Title", description: "As it stands on the bottle", minLength: 3, maxLength: 30 },
    { ...field, customId: "story", label: "Story", isLong: true, required: false, maxLength: 200, value: "Pressed by friends." },
    {
      ...field,
      customId: "kind",
      label: "Kind",
      choices: [
        { name: "Dry", value: "dry" },
        { name: "Sweet", value: "sweet" },
      ],
    },
  ],
};
