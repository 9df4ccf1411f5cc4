/** Options by their declaration's types. Used by handlers of slash commands; a value of another type than declared counts as not given. */
import type { OptionDeclaration, OptionValues, SlashDeclaration } from "../../commands/types.ts";
import type { Attachment, CommandInteraction } from "../discord/interaction.ts";

const valueType: Record<OptionDeclaration["type"], string> = { 3: "string", 5: "boolean", 11: "" };

export function readOptions<const D extends SlashDeclaration>(declaration: D, interaction: CommandInteraction): OptionValues<D> {
  const declared = new Map((declaration.options ?? []).map((option) => [option.name, valueType[option.type]]));
  const given = Object.entries(interaction.options).filter(([name, value]) => typeof value === declared.get(name));
  return Object.fromEntries(given) as OptionValues<D>;
}

/** Attached files in the order in which the options are declared. */
export function readAttachments(declaration: SlashDeclaration, interaction: CommandInteraction): Attachment[] {
  return (declaration.options ?? []).flatMap((option) => {
    const attachment = option.type === 11 && Object.hasOwn(interaction.attachments, option.name) ? interaction.attachments[option.name] : undefined;
    return attachment ? [attachment] : [];
  });
}
