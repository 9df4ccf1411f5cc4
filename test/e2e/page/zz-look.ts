import { startDev } from "/work/main/test/e2e/page/dev.ts";
import { openClient, launchBrowser } from "/work/main/test/e2e/page/browser.ts";
const dev = await startDev(["--verbose"]);
console.log(dev.url, dev.startedInMs);
const browser = await launchBrowser();
try {
  const c = await openClient(browser, dev.url);
  await c.shot("look-1-start");
  await c.ask("what is cider day? [code]");
  await new Promise(r => setTimeout(r, 1500)); await c.shot("look-2-streaming");
  await c.answered(); await new Promise(r => setTimeout(r, 500)); await c.shot("look-3-answered");
  await c.page.locator("#composer textarea").fill("/"); await c.shot("look-4-commands");
  console.log(c.complaints);
} catch (e) { console.log(e); } finally { await browser.close(); console.log(await dev.stop()); console.log(dev.output().slice(-3000)); }
