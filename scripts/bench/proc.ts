/** CPU time and children of a process, from Linux's /proc. Used to see what workerd costs, from outside of it. */
import { readdirSync, readFileSync } from "node:fs";

/** Linux reports in 1/100 s to user space, on every architecture that Node runs on. Source: man 5 proc, man 3 sysconf. */
const TICK_MS = 10;

/** utime + stime of all threads, from the text of /proc/<pid>/stat. */
export function parseStat(text: string): number {
  // The command's name stands in brackets and may contain anything, brackets and blanks too; field 3 comes after the last one.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  if (!Number.isInteger(user) || !Number.isInteger(system)) throw new Error("this is no /proc/<pid>/stat");
  return (user + system) * TICK_MS;
}

/** ms on a CPU, from the text of a thread's schedstat: nanoseconds, where `stat` has hundredths. */
export function parseSchedstat(text: string): number {
  const nanoseconds = Number(text.split(" ")[0]);
  if (text === "" || !Number.isFinite(nanoseconds)) throw new Error("this is no schedstat");
  return nanoseconds / 1e6;
}

export function parseParent(status: string): number | undefined {
  const found = /^PPid:\s*(\d+)/m.exec(status)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** ms of CPU that the process has used, all threads, ended ones included. */
export function cpuMs(pid: number): number {
  return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

/** The same to the microsecond, for what takes only some ticks. Threads that have ended are missing there, and some kernels have no schedstat: then ticks. */
export function fineCpuMs(pid: number): number {
  const ticks = cpuMs(pid);
  const threads = readdirSync(`/proc/${pid}/task`);
  const fine = threads.reduce((total, thread) => total + parseSchedstat(readOr(`/proc/${pid}/task/${thread}/schedstat`, "0 0 0")), 0);
  return fine > ticks - 2 * TICK_MS ? fine : ticks;
}

/** Children of a process, whose command line contains `part`. */
export function childrenOf(parent: number, part: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && parseParent(readOr(`/proc/${pid}/status`, "")) === parent && readOr(`/proc/${pid}/cmdline`, "").includes(part));
}

/** Processes and threads come and go while they are read. */
function readOr(path: string, fallback: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return fallback;
  }
}
