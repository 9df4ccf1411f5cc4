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

export interface SelectOption {
  /** At most 100 characters, as `value` and `description`. */
  label: string;
  value: string;
  description?: string;
  emoji?: { name: string };
  default?: boolean;
}

interface SelectBase {
  custom_id: string;
  placeholder?: string;
  min_values?: number;
  max_values?: number;
  disabled?: boolean;
}

export interface StringSelect extends SelectBase {
  type: 3;
  /** 1 to 25. */
  options: SelectOption[];
}

export interface UserSelect extends SelectBase {
  type: 5;
  default_values?: { id: string; type: "user" }[];
}

export interface RoleSelect extends SelectBase {
  type: 6;
  default_values?: { id: string; type: "role" }[];
}

export interface ChannelSelect extends SelectBase {
  type: 8;
  channel_types?: number[];
  default_values?: { id: string; type: "channel" }[];
}

export type Select = StringSelect | UserSelect | RoleSelect | ChannelSelect;

/** One to five buttons, or one select. */
export interface ActionRow {
  type: 1;
  components: Button[] | [Select];
}

/** Limits: title 256, description 4096, 25 fields of 256 and 1024, 6000 characters over all embeds of a message. */
export interface Embed {
  title?: string;
  description?: string;
  url?: string;
  color?: number;
  /** ISO 8601 */
  timestamp?: string;
  author?: { name: string; url?: string; icon_url?: string };
  footer?: { text: string };
  image?: { url: string };
  fields?: { name: string; value: string; inline?: boolean }[];
}

/** One row, at most five buttons; an empty list gives no row (and removes what was there). */
export function row(buttons: Button[]): ActionRow[] {
  return buttons.length === 0 ? [] : [{ type: 1, components: buttons.slice(0, 5) }];
}

export function selectRow(select: Select): ActionRow {
  return { type: 1, components: [select] };
}

export function button(label: string, customId: string, style: keyof typeof buttonStyle = "secondary", emoji?: string): Button {
  return { type: 2, style: buttonStyle[style], label, custom_id: customId, ...(emoji ? { emoji: { name: emoji } } : {}) };
}

/** Opens a page; no interaction comes of it. */
export function linkButton(label: string, url: string): Button {
  return { type: 2, style: buttonStyle.link, label, url };
}

/** `verb:arg:arg`, at most 100 characters. Args are ids or single words without ":". */
export function customId(verb: string, ...args: string[]): string {
  return [verb, ...args].join(":");
}

export function parseCustomId(id: string): { verb: string; args: string[] } {
  const [verb = "", ...args] = id.split(":");
  return { verb, args };
}
