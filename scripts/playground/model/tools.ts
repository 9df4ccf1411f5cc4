/** The rules for tools in a body of POST /v1/chat/completions, as OpenAI enforces them. Called by `request.ts`. */
import { isObject, Refused } from "./checks.ts";

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const MOST_TOOLS = 128;

/** Names of the functions that are offered. */
export function checkTools(body: Record<string, unknown>): string[] {
  const { tools, tool_choice: choice } = body;
  if (tools === undefined || tools === null) {
    if (choice !== undefined && choice !== "none") throw new Refused("'tool_choice' is only allowed when 'tools' are specified.", "tool_choice");
    return [];
  }
  if (!Array.isArray(tools) || tools.length === 0 || tools.length > MOST_TOOLS)
    throw new Refused(`Invalid 'tools': expected an array of 1 to ${MOST_TOOLS} objects.`, "tools", "invalid_type");
  const names = (tools as unknown[]).map((tool, index) => checkTool(tool, `tools[${index}]`));
  if (choice !== undefined && choice !== "auto" && choice !== "none" && choice !== "required")
    throw new Refused("Invalid value for 'tool_choice'.", "tool_choice", "invalid_value");
  if (new Set(names).size < names.length) throw new Refused("Invalid 'tools': function names have to be unique.", "tools", "invalid_value");
  return choice === "none" ? [] : names;
}

function checkTool(tool: unknown, at: string): string {
  if (!isObject(tool) || tool.type !== "function" || !isObject(tool.function))
    throw new Refused(`Invalid value for '${at}': expected an object of type 'function'.`, `${at}.type`, "invalid_value");
  const { name, description, parameters } = tool.function;
  if (typeof name !== "string" || !NAME.test(name))
    throw new Refused(
      `Invalid '${at}.function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
      `${at}.function.name`,
      "invalid_value",
    );
  if (description !== undefined && (typeof description !== "string" || description.length > 1_024))
    throw new Refused(`Invalid '${at}.function.description': expected a string of at most 1024 characters.`, `${at}.function.description`);
  if (parameters !== undefined && (!isObject(parameters) || parameters.type !== "object"))
    throw new Refused(
      `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"'.`,
      `${at}.function.parameters`,
      "invalid_function_parameters",
    );
  return name;
}

/** Of an assistant's message. */
export function checkToolCalls(message: Record<string, unknown>, role: string, at: string): void {
  const { tool_calls: calls } = message;
  if (role !== "assistant" || !Array.isArray(calls) || calls.length === 0)
    throw new Refused(`Invalid '${at}.tool_calls': expected an array with minimum length 1, of an assistant.`, `${at}.tool_calls`, "invalid_type");
  for (const [index, call] of (calls as unknown[]).entries()) {
    const called = isObject(call) && call.type === "function" && typeof call.id === "string" && call.id !== "" ? call.function : undefined;
    if (!isObject(called) || typeof called.name !== "string" || typeof called.arguments !== "string")
      throw new Refused(`Invalid value for '${at}.tool_calls[${index}]'.`, `${at}.tool_calls[${index}]`, "invalid_value");
  }
}

/** Each call is answered right behind the message that has it, and nothing else is. */
export function checkToolResults(messages: readonly Record<string, unknown>[]): void {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (message.role === "tool") {
      if (!open.delete(String(message.tool_call_id)))
        throw new Refused(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `${at}.role`,
          "invalid_value",
        );
      continue;
    }
    refuseOpen(open, at);
    open = new Set(Array.isArray(message.tool_calls) ? (message.tool_calls as unknown[]).map((call) => (isObject(call) ? String(call.id) : "")) : []);
  }
  refuseOpen(open, "messages");
}

function refuseOpen(open: ReadonlySet<string>, at: string): void {
  if (open.size > 0)
    throw new Refused(
      `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(", ")}`,
      at,
      "invalid_value",
    );
}
