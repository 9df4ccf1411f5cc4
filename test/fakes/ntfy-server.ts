/** An ntfy server as its documentation and server.go describe it, stricter: what it would only ignore is a violation. Used by tests of notifications. */
import { isObject } from "../../scripts/playground/discord/json.ts";

const NAME = /^[-_A-Za-z0-9]{1,64}$/;
const KNOWN = ["topic", "title", "message", "tags", "priority", "click", "sequence_id"];
/** Longer messages become attachments, which a server may not take. */
const MESSAGE_BYTES = 4_096;
/** Parts of its own pages. */
const RESERVED = ["docs", "static", "file", "app", "account", "settings", "signup", "login", "v1"];

export interface Pushed {
  topic: string;
  title: string;
  message: string;
  tags: string[];
  priority: number;
  click: string | undefined;
  sequence_id: string;
}

export interface NtfyServer {
  fetch(request: Request): Promise<Response>;
  /** What subscribers have on their screens: the same sequence again takes the place of the first. */
  shown(topic: string): Pushed[];
  /** Messages that arrived, repeats included. */
  count(): number;
  readonly violations: string[];
  /** Only with this token may be written there. */
  protect(topic: string, token: string): void;
  /** The next answers are these; the message is not taken. */
  fail(...answers: (() => Response)[]): void;
}

const error = (http: number, code: number, text: string) => Response.json({ code, http, error: text }, { status: http });

export function createNtfyServer(): NtfyServer {
  const taken: Pushed[] = [];
  const violations: string[] = [];
  const tokens = new Map<string, string>();
  const failures: (() => Response)[] = [];
  const violate = (text: string, answer: Response) => {
    violations.push(text);
    return answer;
  };

  return {
    violations,
    shown: (topic) => [...new Map(taken.filter((each) => each.topic === topic).map((each) => [each.sequence_id, each])).values()],
    count: () => taken.length,
    protect: (topic, token) => void tokens.set(topic, token),
    fail: (...answers) => void failures.push(...answers),
    async fetch(request) {
      const failure = failures.shift();
      if (failure !== undefined) return failure();
      const { pathname, search } = new URL(request.url);
      // JSON is taken at the root alone.
      if (request.method !== "POST" || pathname !== "/" || search !== "") return violate(`${request.method} ${pathname}`, error(404, 40401, "page not found"));
      const authorization = request.headers.get("authorization");
      const token = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
      if (authorization !== null && (token === undefined || ![...tokens.values()].includes(token))) return error(401, 40101, "unauthorized");
      const json: unknown = await request.json().catch(() => undefined);
      if (!isObject(json)) return violate("no JSON", error(400, 40024, "invalid request: request body must be valid JSON"));
      const unknown = Object.keys(json).filter((key) => !KNOWN.includes(key));
      if (unknown.length > 0) violations.push(`unknown fields ${unknown.join()}`);
      const { topic, title, message, tags, priority, click, sequence_id: sequence } = json;
      if (typeof topic !== "string" || !NAME.test(topic) || RESERVED.includes(topic))
        return violate("topic", error(400, 40009, "invalid request: topic invalid"));
      if (typeof sequence !== "string" || !NAME.test(sequence)) return violate("sequence_id", error(400, 40049, "invalid request: sequence ID invalid"));
      if (typeof priority !== "number" || priority < 1 || priority > 5) return violate("priority", error(400, 40007, "invalid priority parameter"));
      if (typeof title !== "string" || typeof message !== "string" || !Array.isArray(tags)) return violate("types", error(400, 40017, "invalid request"));
      if (click !== undefined && !/^https?:\/\//.test(String(click))) violations.push("click is no address");
      if (message === "" || new TextEncoder().encode(message).length > MESSAGE_BYTES) violations.push("the message is empty or becomes an attachment");
      if (tokens.has(topic) && tokens.get(topic) !== token) return error(403, 40301, "forbidden");
      taken.push({ topic, title, message, tags: tags.map(String), priority, click: click === undefined ? undefined : String(click), sequence_id: sequence });
      const id = crypto.randomUUID().slice(0, 12).replace("-", "x");
      return Response.json({ id, sequence_id: sequence, time: Math.floor(Date.now() / 1_000), event: "message", topic, title, message });
    },
  };
}
