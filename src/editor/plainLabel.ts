/** A text of somebody else as the label of a list: an icon's name in it would become that icon. */
export function plainLabel(text: string): string {
  return text.replaceAll("$(", "$ (");
}
