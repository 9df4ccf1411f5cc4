/** Gestures of somebody without a mouse, and of a finger. Used by the tests of the page. */
import type { Locator, Page } from "playwright-core";

/** Presses Tab until the focus is there; a person would, too. */
export async function tabTo(page: Page, target: Locator, options: { back?: boolean; most?: number } = {}): Promise<void> {
  const { back = false, most = 60 } = options;
  for (let press = 0; press < most; press++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement, undefined, { timeout: 1_000 }).catch(() => false)) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error(`${most} presses of Tab do not reach ${target}; the focus is on ${await focused(page)}`);
}

/** In words, for failures. */
function focused(page: Page): Promise<string> {
  return page.evaluate(
    "(({ tagName, id, ariaLabel, textContent }) => [tagName, id, ariaLabel ?? textContent].join(' ').slice(0, 200))(document.activeElement)",
  );
}

/** Playwright has none: the finger's own events. */
export async function longPress(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("there is nothing to press");
  const point = { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 24) };
  const session = await page.context().newCDPSession(page);
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await page.getByRole("menu").waitFor();
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}
