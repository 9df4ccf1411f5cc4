/** Where an address of the web ends within a sentence. Used wherever one is found in people's or a model's words. */

/** What goes on behind it stays out: the sentence's own signs, and brackets that close around it. */
export function endOfAddress(written: string): string {
  let address = written;
  for (;;) {
    const shorter = address.replace(/[.,;:!?*_~|"'\]]+$/, "");
    const isOpen = (shorter.match(/\(/g) ?? []).length < (shorter.match(/\)/g) ?? []).length;
    const next = shorter.endsWith(")") && isOpen ? shorter.slice(0, -1) : shorter;
    if (next === address) return address;
    address = next;
  }
}
