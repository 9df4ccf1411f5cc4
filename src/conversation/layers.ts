/** The system prompt's layers, in order, with where each comes from. `/why` shows them. */
import continueText from "../prompts/continue.md";
import defaultText from "../prompts/default.md";

export interface Layer {
  name: string;
  source: string;
  text: string;
}

const BOT_NAME = "Edgewise";

/** `systemPrompt`: the deployer's SYSTEM_PROMPT, in place of the file where set. */
export function systemLayers(systemPrompt: string): Layer[] {
  const layer = systemPrompt === "" ? { source: "src/prompts/default.md", text: body(defaultText) } : { source: "SYSTEM_PROMPT", text: systemPrompt };
  return [{ name: "default", source: layer.source, text: layer.text.replaceAll("{bot}", BOT_NAME) }];
}

export const continuePrompt = () => body(continueText);

/** The text behind the front matter. */
function body(file: string): string {
  return file.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, "").trim();
}
