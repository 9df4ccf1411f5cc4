import { startDev } from "./dev.ts";
const dev = await startDev(["--verbose"]);
const world = async () => (await fetch(`${dev.url}/playground/world`)).json();
const w: any = await world();
const ch = w.guilds[0].channels[0].id;
const t0 = Date.now();
const act = (a: unknown) => fetch(`${dev.url}/playground/act?channel=${ch}`, { method: "POST", body: JSON.stringify(a) }).then(r => r.json());
const msgs = async () => (await fetch(`${dev.url}/playground/messages?channel=${ch}`)).json() as any;
const ask = async (p: string) => { await act({ kind: "slash", command: "ask", path: [], options: { prompt: { type: 3, value: p } } }); return (await msgs()).at(-1).id; };
const until = async (id: string, f: (m: any) => boolean, what: string) => { for (;;) { const m = (await msgs()).find((m: any) => m.id === id); if (m && f(m)) { console.log(Date.now() - t0, what); return m; } if (Date.now() - t0 > 100000) throw new Error(what); await new Promise(r => setTimeout(r, 50)); } };
const has = (l: string) => (m: any) => m.rows.flat().some((b: any) => b.label === l);
try {
  const a = await ask("one"); const m = await until(a, has("Regenerate"), "answered one");
  console.log(await act({ kind: "button", message: a, customId: m.rows[0].find((b: any) => b.label === "Regenerate").customId }));
  await until(a, has("Stop"), "regenerating");
  await until(a, has("Regenerate"), "regenerated");
  const b = await ask("Write a lot [long]"); console.log(Date.now() - t0, "asked");
  await until(b, m => !m.isLoading, "streaming");
  await until(b, has("Regenerate"), "done");
} catch (e) { console.log(e); }
console.log((await world() as any).traffic.map((t: any) => `${t.at - t0} ${t.kind} ${t.title} ${t.detail}`).join("\n"));
await dev.stop(); console.log(dev.output().split("\n").filter(l => l.startsWith("{") || /POST|Error/.test(l)).join("\n"));
