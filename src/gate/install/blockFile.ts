import { keyOf, withoutFile, withText, type Edited, type Files, type Place } from "./installKind";
import { insertBlock, lineEndOf, madeByUs, markedBlock, withoutBlocks, type BlockPlace } from "./markedBlock";

/** A file that holds nothing but our block, after a line that says how it is run, if it is. */
export function ownFile(lines: readonly string[], shebang?: string): string {
  const block = markedBlock([`# ${madeByUs}`, ...lines], { indent: "", eol: "\n", comment: "#" });
  return `${shebang === undefined ? "" : `${shebang}\n`}${block}\n`;
}

/** The text with a block before the line that starts at the offset. */
export function withBlock(
  text: string,
  offset: number,
  lines: readonly string[],
  { indent = "", comment = "#" }: { readonly indent?: string; readonly comment?: BlockPlace["comment"] } = {},
): string {
  const eol = lineEndOf(text);
  return insertBlock(text, offset, markedBlock(lines, { indent, eol, comment }), eol);
}

/** Takes the blocks out of files; a file that only we made goes as a whole. */
export function withoutBlocksIn(files: Files, places: readonly Place[], overwrite: boolean): Edited {
  let rest = files;
  const byHand: string[] = [];
  for (const place of places) {
    const file = files.get(keyOf(place));
    if (file?.kind !== "text") continue;
    const without = withoutBlocks(file.text);
    if (without.found === 0) continue;
    if (without.editedByHand && !overwrite) {
      byHand.push(
        `${place.path}: what is between the marks of release-halt was edited by hand. It is kept; with --overwrite it is replaced or taken out.`,
      );
    } else if (without.onlyOurs) rest = withoutFile(rest, place);
    else rest = withText(rest, place, without.text);
  }
  return { files: rest, byHand };
}
