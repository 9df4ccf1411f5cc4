/** What a remote tool answered, as a result for the model: its words as untrusted text, pictures as pictures, the rest as a note. Used by client.ts. */
import type { ToolOutput } from "../../turn/tools.ts";
import { McpError } from "./failure.ts";
import { asObject } from "./session.ts";

/** Characters. */
const LONGEST_TEXT = 60_000;
/** Of all pictures together, base64 characters: results are journalled. */
const LARGEST_IMAGES = 512 * 1024;
const IMAGE_TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function toOutput(raw: unknown): ToolOutput {
  const result = asObject(raw);
  if (result["resultType"] === "input_required") throw new McpError("needs-input");
  const { content, structuredContent } = result;
  if (!Array.isArray(content) && structuredContent === undefined) throw new McpError("not-mcp");
  const texts: string[] = [];
  const images: string[] = [];
  const notes: string[] = [];
  for (const each of Array.isArray(content) ? content : []) {
    const block = asObject(each);
    const resource = asObject(block["resource"]);
    switch (block["type"]) {
      case "text":
        texts.push(String(block["text"] ?? ""));
        break;
      case "image":
        addImage(block, images, notes);
        break;
      case "resource_link":
        texts.push(`[link] ${[block["title"] ?? block["name"], block["uri"], block["description"]].filter((part) => typeof part === "string").join(" - ")}`);
        break;
      case "resource":
        if (typeof resource["text"] === "string") texts.push(`[${String(resource["uri"] ?? "resource")}]\n${resource["text"]}`);
        else texts.push(`[a file that can't be read here] ${String(resource["uri"] ?? "")}`);
        break;
      case "audio":
        notes.push("It sent sound, which can't be heard here.");
        break;
      default:
        notes.push("It sent something that can't be read here.");
    }
  }
  // Servers are asked to say the same as text, too.
  if (structuredContent !== undefined && !texts.some((text) => isJson(text))) texts.push(JSON.stringify(structuredContent));
  const untrusted = cut(texts.join("\n\n").toWellFormed());
  const failed = result["isError"] === true;
  const told = failed
    ? ["The tool says that it failed."]
    : untrusted === "" && images.length + notes.length === 0
      ? ["It is done; the tool said nothing."]
      : [];
  return {
    content: [...told, ...new Set(notes)].join(" "),
    ...(failed ? { failed } : {}),
    ...(untrusted === "" ? {} : { untrusted }),
    ...(images.length === 0 ? {} : { images }),
  };
}

function addImage({ data, mimeType }: Readonly<Record<string, unknown>>, images: string[], notes: string[]): void {
  const isRead = typeof data === "string" && typeof mimeType === "string" && IMAGE_TYPES.includes(mimeType) && /^[A-Za-z\d+/]+={0,2}$/.test(data);
  const size = images.reduce((sum, image) => sum + image.length, 0);
  if (!isRead) notes.push("It sent a picture that can't be read.");
  else if (size + data.length > LARGEST_IMAGES) notes.push("It sent a picture that is too large to be looked at.");
  else images.push(`data:${mimeType};base64,${data}`);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

const CUT = "\n[cut: the answer is longer]";

const cut = (text: string): string => (text.length <= LONGEST_TEXT ? text : text.slice(0, LONGEST_TEXT - CUT.length).replace(/[\uD800-\uDBFF]$/, "") + CUT);
