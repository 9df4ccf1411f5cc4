/** One JSON line per event: ids, kinds, outcomes, numbers. Never content, tokens or keys. */

export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  info(event: string, fields: LogFields): void;
  error(event: string, fields: LogFields): void;
}

/** `level` "error" drops info lines, "silent" drops all. */
export function createLog(level: "info" | "error" | "silent", write: (line: string) => void = (line) => console.log(line)): Log {
  const line = (severity: string, event: string, fields: LogFields) => write(JSON.stringify({ severity, event, ...fields }));
  return {
    info: (event, fields) => {
      if (level === "info") line("info", event, fields);
    },
    error: (event, fields) => {
      if (level !== "silent") line("error", event, fields);
    },
  };
}
