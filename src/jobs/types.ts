/** What runs after an acknowledgement: the job's data, the port that commits it, and the contract of a job kind. */
import type { Decision as AutonomyDecision, Mood } from "../autonomy/types.ts";
import type { ActionRow, Embed } from "../discord/components.ts";
import type { Attachment, MessageSnapshot } from "../discord/interaction.ts";
import type { ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId } from "../kernel/ids.ts";
import type { Since } from "../kernel/since.ts";
import type { PersonaOwner } from "../persona/personas.ts";
import type { Decision, Journal } from "../turn/types.ts";

export type { NotifyInput, NotifyTestInput } from "./notify-inputs.ts";
export type { CheckInput, EndpointInput, McpServerInput } from "./settings-inputs.ts";

/** Everything a job needs, as plain JSON; crosses from the Worker to the channel's object and lies in its SQLite. */
export interface Job {
  /** Version of this shape: Worker and object roll out at different moments. */
  v: 1;
  /** The interaction's id; a repeat of the same id is the same job. */
  id: InteractionId;
  /** Key of `jobKinds` (jobs/index.ts). */
  kind: string;
  /** Jobs with the same key run in order; null: independent of all others. */
  conversation: string | null;
  applicationId: ApplicationId;
  /** Interaction token; valid 15 min, a secret. Empty for a kind that no interaction stands behind: it has the bot's own token alone. */
  token: string;
  /**
   * `message`: acknowledged with "thinking" (type 5). `update`: the message with the pressed button is edited (type 6). `reply`: acknowledged privately
   * (type 5), the answer is posted by bot token as a reply to the message that the kind's input names, and the acknowledgement ends as a link to it.
   * `post`: nobody waits behind an interaction; posted by bot token, with a nonce, as a reply where the kind's input names a message.
   */
  target: "message" | "update" | "reply" | "post";
  /** Whether the answer is for the asker alone. */
  private: boolean;
  channelId: ChannelId;
  /** Empty where Discord does not tell. */
  channelName: string;
  /** The channel of a thread; null for anything else. */
  parentId: ChannelId | null;
  /** For adults alone; missing: no. */
  ageRestricted?: boolean;
  /** Null outside servers. */
  guildId: GuildId | null;
  user: { id: UserId; name: string };
  /** Ids of the user's roles on the server; missing: unknown, so as good as none. */
  roles?: readonly string[];
  locale: string;
  bot: BotAccess;
  /** When the interaction was made, ms since 1970. */
  createdAt: number;
  /** A commit later than this is refused: the Worker has already answered otherwise. */
  answerBy: number;
  /** Not before this moment, ms since 1970, from which on its deadline counts; it carries no words, since it may lie there for months. Missing: at once. */
  runAt?: number;
  /** Belongs to the kind, which parses it. */
  input: unknown;
}

/** What the bot user (not the interaction token) and the asker may do in the channel, computed from the payload alone. */
export interface BotAccess {
  /** The bot is a member here (guild install or its own DM), so bot-token calls can work at all. */
  present: boolean;
  /** The bot may post messages here by bot token. */
  canPost: boolean;
  /** Bot and asker both may read the channel's history. */
  canRead: boolean;
  /** At most 5 follow-ups per interaction (installed only by the user). */
  userInstallOnly: boolean;
}

export type SubmitResult = "committed" | "duplicate" | "cancelled" | "late";

/** Port to the channel's object. May throw; `retryable` errors deserve one retry on a fresh stub. */
export interface JobQueue {
  submit(job: Job): Promise<SubmitResult>;
  /** Tombstone: the job must not run, whether it was committed already or arrives later. */
  cancel(channelId: ChannelId, id: InteractionId): Promise<void>;
  /** Ends a running answer where it is; false when nothing runs under that id. */
  stop(channelId: ChannelId, id: InteractionId): Promise<boolean>;
}

/** How a job ended, for the log line and `/why`. */
export type JobOutcome = "answered" | "stopped" | "failed" | "undeliverable" | "never-acknowledged";

export interface JobResult {
  outcome: JobOutcome;
  /** Word for the log where `outcome` is not `answered`. */
  reason?: string;
  model?: string;
  inputTokens?: number;
  outputTokens?: number;
  costMicroUsd?: number;
}

/** What a running job gets besides its data. */
export interface JobRun {
  journal: Journal;
  /** Aborted with reason "stop" by a person, "deadline" when time is up. */
  signal: AbortSignal;
  /** Latest moment to be finished, ms since 1970. */
  deadline: number;
  /** How many times this job has been started, this one included. */
  starts: number;
  /** Tells whether people's public turns in this channel are one conversation: they go in order then. Remembered until the next word. */
  shared?(isShared: boolean): void;
}

/** A kind of job. `run` sees it to its one visible outcome; must be resumable from the journal at any point. */
export interface JobKind {
  run(job: Job, run: JobRun): Promise<JobResult>;
  /** Writes down what the finished job leaves behind, from the journal's RECORD alone; repeated until it does not throw. `job` has no input any more. */
  save?(job: Job, journal: Journal): Promise<void>;
  /** Jobs that follow from the finished one once it is saved, committed in the same moment in which this one is done. From the journal's RECORD alone. */
  next?(job: Job, journal: Journal): Job[];
  /** Last resort: the process died three times without progress, or time was up before it could start. Tells the person. */
  abandon(job: Job, run: JobRun, reason: "crashes" | "deadline" | "bug"): Promise<JobResult>;
}

/** Input of the job kind `ask`: one turn of a conversation. */
export interface AskInput {
  trigger: "ask" | "follow-up" | "regenerate" | "continue" | "retry" | "reply" | "panel" | "catchup" | "decide";
  /** What is to be done with `target`, by the name of its file in prompts/. */
  task?: MessageTask;
  /** The message on which a menu was used. */
  target?: MessageSnapshot;
  /** What was said in a channel is told; with a `prompt`, what that asks about it. */
  catchup?: CatchUpInput;
  /** What else can be done with it; stands under the answer, where the answer came at once instead of a panel. */
  panel?: { embeds: Embed[]; rows: ActionRow[] };
  /** The turn that is regenerated, continued, followed up or tried again; its question is read from there. */
  parentId?: string;
  /** What was decided about the calls on which the parent waits. `moderates`: by somebody who may decide for others. */
  decision?: Decision & { moderates?: boolean };
  /** The turn whose place the answer takes, where somebody has to agree before there is one. */
  replaces?: string;
  /** Empty where the parent's question counts. */
  prompt: string;
  /** Who asked it in somebody else's conversation, as moderators may: it is told nothing that is the other's own, made again neither. */
  askedBy?: UserId;
  /** What stands in the message that is to be replaced; it stays where nothing new comes out and no record tells. */
  shown?: string;
  attachments: Attachment[];
  model?: string;
  /** Whether the channel's preceding messages are read along. */
  readChannel: boolean;
}

/** Input of the job kind `imagine`. It is stored as its turn's, with prompt and attachments where an AskInput has them. */
export interface ImagineInput {
  trigger: "imagine";
  /** `make`: as it was asked for. The others go back to a turn; `edit` has words of its own, `vary` and `upscale` a picture. */
  action: "make" | "reroll" | "edit" | "vary" | "upscale" | "retry";
  parentId?: string;
  /** Empty where the parent's counts. */
  prompt: string;
  /** What the pictures start from, at most one. */
  attachments: Attachment[];
  /** These three, too, are the parent's where there is one. */
  shape: "square" | "portrait" | "landscape";
  count: number;
  refine: boolean;
}

export interface CatchUpInput {
  /** From when on; left out: from the asker's last message there, or for a question as far back as can be read. */
  since?: Since;
  /** Another channel than the job's. */
  channelId?: ChannelId;
  /** The message before the first that was read: who asks again is told about the same, and about what came since. */
  after?: MessageId;
}

/** Input of the job kind `summarize`: the older part of a conversation becomes notes. No interaction stands behind it. */
export interface SummarizeInput {
  /** Key of the conversation. */
  conversation: string;
  /** The newest messages that stay out of it. */
  keep: number;
}

/** Input of the job kind `notice`: what the job's user said is looked through for facts about them (memory/unnoticed-store.ts). No interaction stands behind it. */
export interface NoticeInput {
  /** Key of the conversation, number of the scope, and the first record that is to be read. */
  conversation: string;
  scope: number;
  firstId: number;
}

/** Input of the job kind `remember-channel`. */
export interface RememberChannelInput {
  on: boolean;
  /** What everybody is told in. */
  serverLocale: string;
  /** The panel as it is when it is done, and where the channel could not be told of it. */
  done: { content: string; components: ActionRow[] };
  failed: { content: string; components: ActionRow[] };
}

/** What a message menu or its panel can do with a message. `question`: what the asker typed is in `prompt`. */
export const messageTasks = ["reply", "describe", "transcribe", "explain", "translate", "summarize", "question"] as const;
export type MessageTask = (typeof messageTasks)[number];

/** Input of the job kind `speak`: the bot has something to say that nobody asked for. No interaction stands behind it. */
export interface SpeakInput {
  /** Why, with every gate; once more decided right before the post. */
  decision: AutonomyDecision;
  mood: Mood;
  /** What the model is told of the mood; empty: nothing. */
  moodWords: string;
  /** What it may begin to talk about. */
  topics: readonly string[];
  /** By a webhook with the persona's name and picture, where that is permitted. */
  webhook: boolean;
  /** Nothing is posted and nobody is charged more than for the words: /autonomy try. */
  rehearsal?: true;
}

/** Input of the job kind `welcome`: the one message after an installation. No interaction stands behind it. */
export interface WelcomeInput {
  /** `server`: posted into the job's channel, the system channel. `person`: a direct message to the job's user. */
  to: "server" | "person";
}

/** Input of the job kind `persona-import`: an attached Modelfile or persona.json. */
export interface PersonaImportInput {
  file: Attachment;
  owner: PersonaOwner;
  /** In place of what the file says. */
  name?: string;
  model?: string;
  /** Those that have the name already are changed. */
  replace: boolean;
}

/** Input of the job kind `persona-export`. */
export interface PersonaExportInput {
  /** A number, or the id of one that ships. */
  ref: string;
}

/** Input of the job kind `nickname`. */
export interface NicknameInput {
  /** Null: as everywhere. */
  name: string | null;
  /** What is said and offered besides. */
  text: string;
  rows: ActionRow[];
}

/** Input of the job kind `learn`: a server is given a document to know. */
export interface LearnInput {
  /** By which it is cited; empty: the file's or the page's own. */
  name: string;
  source: { kind: "file"; file: Attachment } | { kind: "url"; url: string } | { kind: "text"; text: string };
  /** One of that name may be replaced. */
  replace: boolean;
  /** Shown where there is one of that name: what was to be added, so that a press brings it back, and the buttons to decide. */
  ask: { embeds: Embed[]; rows: ActionRow[] };
}

/** Input of the job kinds `thread` and `delete-answer`. */
export interface AnswerJobInput {
  turnId: string;
  /** Whoever pressed may delete messages of others there. */
  moderates: boolean;
}

/** Input of the job kind `read-aloud`. */
export interface ReadAloudInput extends AnswerJobInput {
  /** Whether it may be heard by everybody as a voice message, or who lacks the permission. */
  voice: "yes" | "bot-lacks" | "asker-lacks";
  /** The bot may reply to messages there. */
  reply: boolean;
}

/** Input of the job kind `search-memories`. */
export interface SearchMemoriesInput {
  /** As it was typed. */
  query: string;
}

/** Input of the job kind `embed`. */
export interface EmbedInput {
  /** Whose records (memory/visibility.ts). */
  scopes: string[];
}

/** Input of the job kind `web`. `topic`: empty for whatever is new. */
export type WebInput = { what: "search"; query: string } | { what: "news"; topic: string } | { what: "meme" };

/** Input of the job kind `show`: a finished private answer is shown again by a fresh token. */
export interface ShowInput {
  turnId: string;
}
