/** How the bot gets from this page to a real server. Opened by the checklist. */
import { copyLine, openDialog } from "./dialog.ts";
import { h } from "./dom.ts";

const PORTAL = "https://discord.com/developers/applications";

export function openDiscordDialog(onClose: () => void): void {
  const outside = (href: string, text: string) => h("a", { href, target: "_blank", rel: "noopener noreferrer" }, text);
  openDialog({
    title: "Put it on Discord",
    kind: "sheet",
    content: [
      h("p", {}, "One command does it. It asks you a few questions, checks every answer, and ends with the link that invites the bot."),
      copyLine("npm run setup", "the command"),
      h(
        "ol",
        { class: "guide" },
        h("li", {}, "Create an application in the ", outside(PORTAL, "Discord Developer Portal"), ". It costs nothing."),
        h("li", {}, "Have a Cloudflare account. The free plan is enough to begin with."),
        h("li", {}, "Run the command in the folder of this project. You can stop and run it again at any time."),
        h("li", {}, "Open the invite link and choose your server."),
      ),
      h("p", { class: "soft" }, "Every step, and how to do each by hand: ", h("code", {}, "docs/self-hosting.md"), "."),
      h("p", { class: "soft" }, "This box is ticked when the set-up is through; the page notices by itself."),
    ],
    onClose,
  });
}
