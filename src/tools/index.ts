/** All of our own tools, in the order in which they are listed for people and offered to the model. A tool = its file, its test, its line here, its name in locales/. */
import { channelHistory } from "./channel-history.ts";
import { currentTime } from "./current-time.ts";
import { event } from "./event.ts";
import { findMember } from "./find-member.ts";
import { generateImage } from "./generate-image.ts";
import { listChannels } from "./list-channels.ts";
import { news } from "./news.ts";
import { poll } from "./poll.ts";
import { react } from "./react.ts";
import { readPage } from "./read-page.ts";
import { recall } from "./recall.ts";
import { reddit } from "./reddit.ts";
import { remember } from "./remember.ts";
import { searchMessages } from "./search-messages.ts";
import { sendMessage } from "./send-message.ts";
import { serverInfo } from "./server-info.ts";
import { setReminder } from "./set-reminder.ts";
import { thread } from "./thread.ts";
import type { Tool } from "./tool.ts";
import { weather } from "./weather.ts";
import { webSearch } from "./web-search.ts";
import { wikipedia } from "./wikipedia.ts";

export const builtInTools: readonly Tool[] = [
  currentTime,
  webSearch,
  readPage,
  remember,
  recall,
  setReminder,
  wikipedia,
  news,
  weather,
  reddit,
  serverInfo,
  listChannels,
  findMember,
  channelHistory,
  searchMessages,
  generateImage,
  poll,
  thread,
  event,
  react,
  sendMessage,
];
