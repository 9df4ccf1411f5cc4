/** Reading CPU time from /proc: the texts as Linux writes them, and this very process. */
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cpuMs, fineCpuMs, parseParent, parseSchedstat, parseStat } from "../../scripts/bench/proc.ts";

const stat = (command: string) =>
  `4242 (${command}) S 1 4242 4242 0 -1 4194304 5000 0 12 0 157 43 8 9 20 0 14 0 880000 1000000 25000 18446744073709551615 1 1 0 0 0`;

describe("/proc texts", () => {
  test("user and system time are added, those of children are not", () => {
    expect(parseStat(stat("workerd"))).toBe(2_000);
  });

  test("a command's name may hold brackets and blanks", () => {
    expect(parseStat(stat("a) S 9 (b c"))).toBe(2_000);
  });

  test("what is no stat is refused instead of counted as nothing", () => {
    expect(() => parseStat("")).toThrow("stat");
    expect(() => parseStat("4242 (workerd) S 1")).toThrow("stat");
    expect(() => parseSchedstat("")).toThrow("schedstat");
  });

  test("a thread's time is in nanoseconds", () => {
    expect(parseSchedstat("1234567890 5 10\n")).toBeCloseTo(1_234.567_89);
  });

  test("the parent is found among the other lines", () => {
    expect(parseParent("Name:\tworkerd\nPid:\t12\nPPid:\t7\nTracerPid:\t0\n")).toBe(7);
    expect(parseParent("Name:\tworkerd\n")).toBeUndefined();
  });
});

test.runIf(existsSync("/proc/self/stat"))("both readings agree with what the process itself knows of its CPU time", () => {
  const own = process.cpuUsage();
  const [before, fineBefore] = [cpuMs(process.pid), fineCpuMs(process.pid)];
  const used = () => (process.cpuUsage(own).user + process.cpuUsage(own).system) / 1_000;
  while (used() < 300);
  for (const grown of [cpuMs(process.pid) - before, fineCpuMs(process.pid) - fineBefore]) {
    expect(grown).toBeGreaterThan(250);
    expect(grown).toBeLessThan(used() + 50);
  }
});
