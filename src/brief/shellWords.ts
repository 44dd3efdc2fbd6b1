/** A step's command for a POSIX shell: in its folder, and the reader's own folder stays as it is. */
export function toPaste({
  command,
  folder = "",
}: {
  readonly command: string;
  readonly folder?: string;
}): string {
  const line = command.trim().replaceAll(/\r\n?/g, "\n");
  const place = folder.trim();
  return place === "" || place === "." ? line : inFolder(place, line);
}

function inFolder(folder: string, command: string): string {
  const enter = `cd ${folderWord(folder)}`;
  // A comment or a here-document at the end of the command would swallow a parenthesis on its line, and what follows an
  // operator would run also where there is no such folder.
  const simple = !/[\n#\\;]|<<|\|\||(?<![&>])&(?!&)/.test(command);
  return simple ? `(${enter} && ${command})` : `(${enter} || exit\n${command}\n)`;
}

/** A folder as one word that no command takes for an option. */
export function folderWord(folder: string): string {
  return shellWord(folder.startsWith("-") ? `./${folder}` : folder);
}

/**
 * A text as one word of a POSIX shell, whatever is in it: bare when every character is harmless, else in single quotes,
 * within which only the single quote itself has a meaning.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 */
export function shellWord(text: string): string {
  if (/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
