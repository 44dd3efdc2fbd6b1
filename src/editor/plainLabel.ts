import { plainLine } from "../brief/escapeMarkdown";

/** A text of somebody else as the label of a list, on one line: an icon's name in it would become that icon. */
export function plainLabel(text: string): string {
  return plainLine(text).replaceAll("$(", "$ (");
}
