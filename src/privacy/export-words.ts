/** Turns and messages as their asker may have them: their own words and the bot's; of what others said only that it was quoted. Pure. Used by export-tables.ts. */
import type { Row } from "../db/client.ts";
import { echoesOf, type Heard } from "../kernel/echoes.ts";
import type { Person } from "./person.ts";

/** A message that was asked about, as conversation/record.ts writes it. */
interface Quoted {
  author?: { id?: string; name?: string; bot?: boolean };
  content?: string;
  replied?: Quoted;
}

interface Question {
  prompt?: string;
  /** Where it is not the conversation's owner. */
  askedBy?: string;
  task?: string;
  model?: string;
  attachments?: { filename?: string; contentType?: string; size?: number }[];
  target?: Quoted;
}

interface Explanation {
  layers?: { set?: { by?: string } }[];
}

const moment = (ms: unknown) => new Date(Number(ms)).toISOString();

/** Mentions of other people become a word that means nobody. */
export function withoutOthers(text: string, id: string): string {
  return text.replaceAll(/<@!?(\d+)>/g, (mention, mentioned: string) => (mentioned === id ? mention : "@someone"));
}

export function showTurn(row: Row, person: Person): unknown {
  const text = (value: unknown) => withoutOthers(String(value ?? ""), person.id);
  // Null where nothing was to be kept.
  const question = JSON.parse(String(row.input)) as Question | null;
  const answer = String(row.answer);
  return {
    id: row.id,
    asked_at: moment(row.created_at),
    finished_at: moment(row.finished_at),
    server: row.guild_id,
    channel: row.channel_id,
    private: row.private === 1,
    trigger: row.trigger,
    follows: row.parent_id,
    question: question === null ? null : { text: isOthers(question, row, person) ? null : text(question.prompt), ...detailsOf(question) },
    ...(repeatsOthers(answer, question, row, person) ? { answer: null, answer_repeats_others: true } : { answer: text(answer) }),
    outcome: row.outcome,
    reason: row.reason,
    model: row.model,
    tokens: { in: row.input_tokens, cached: row.cached_input_tokens, out: row.output_tokens },
    cost_usd: Number(row.cost_micro_usd) / 1_000_000,
    discord_messages: JSON.parse(String(row.message_ids)) as unknown,
    explanation: JSON.parse(text(JSON.stringify(ownView(JSON.parse(String(row.explanation)) as Explanation, person)))) as unknown,
  };
}

export function showMessage(row: Row, person: Person): unknown {
  const quotes = row.quoted_key !== null && !person.keys.includes(String(row.quoted_key));
  return {
    id: row.id,
    turn: row.turn_id,
    said_at: moment(row.created_at),
    server: row.guild_id,
    channel: row.channel_id,
    discord_message: row.message_id,
    private: row.private === 1,
    by: row.role === "assistant" ? "bot" : "you",
    name: row.name,
    ...(quotes ? { text: null, quotes_somebody: true } : { text: withoutOthers(String(row.content), person.id) }),
    replaced: row.superseded === 1,
  };
}

/** Told again for a moderator: the question stays its asker's. In everybody's conversation the record does not say whose it was. */
function isOthers({ askedBy }: Question, { trigger, conversation, people }: Row, { id, keys }: Person): boolean {
  if (trigger !== "regenerate" && trigger !== "retry" && trigger !== "decide") return false;
  const owner = askedBy ?? String(conversation).split(":")[1];
  return owner === "shared" ? (JSON.parse(String(people)) as string[]).some((key) => !keys.includes(key)) : owner !== undefined && owner !== id;
}

function detailsOf({ task, model, attachments = [], target }: Question) {
  return {
    ...(task === undefined ? {} : { task }),
    ...(model === undefined ? {} : { model }),
    files: attachments.map(({ filename, contentType, size }) => ({ name: filename, type: contentType, bytes: size })),
    quotes_somebody: target !== undefined,
  };
}

/** Words of the message in question, or, as noted when it was given, of others who were read for it. */
function repeatsOthers(answer: string, question: Question | null, row: Row, { id, keys }: Person): boolean {
  const heard: Heard[] = [];
  for (let message = question?.target; message !== undefined; message = message.replied) {
    const { author, content = "" } = message;
    if (author?.bot !== true && author?.id !== id) heard.push({ person: { id: author?.id ?? "" }, name: author?.name ?? "", text: content });
  }
  const others = (JSON.parse(String(row.people)) as string[]).filter((key) => !keys.includes(key));
  const quoted = new Set(heard.map(({ person }) => JSON.stringify(person))).size;
  return others.length > quoted || echoesOf(answer, heard, [question?.prompt ?? ""]).length > 0;
}

/** Who set a layer is somebody else's business. */
function ownView({ layers = [], ...rest }: Explanation, { id }: Person) {
  return {
    ...rest,
    layers: layers.map((layer) => (layer.set === undefined ? layer : { ...layer, set: { ...layer.set, by: layer.set.by === id ? "you" : "someone" } })),
  };
}
