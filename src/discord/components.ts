/** Message components as data, and custom ids that carry ids only: state is in D1, so a button works weeks later. */

export const buttonStyle = { primary: 1, secondary: 2, success: 3, danger: 4, link: 5 } as const;

export interface Button {
  type: 2;
  style: number;
  label: string;
  custom_id?: string;
  url?: string;
  emoji?: { name: string };
  disabled?: boolean;
}

export interface ActionRow {
  type: 1;
  components: Button[];
}

/** One row, at most five buttons; an empty list gives no row (and removes what was there). */
export function row(buttons: Button[]): ActionRow[] {
  return buttons.length === 0 ? [] : [{ type: 1, components: buttons.slice(0, 5) }];
}

export function button(label: string, customId: string, style: keyof typeof buttonStyle = "secondary", emoji?: string): Button {
  return { type: 2, style: buttonStyle[style], label, custom_id: customId, ...(emoji ? { emoji: { name: emoji } } : {}) };
}

/** `verb:arg:arg`, at most 100 characters. Args are ids or single words without ":". */
export function customId(verb: string, ...args: string[]): string {
  return [verb, ...args].join(":");
}

export function parseCustomId(id: string): { verb: string; args: string[] } {
  const [verb = "", ...args] = id.split(":");
  return { verb, args };
}
