/** A command that runs in a folder and leaves the reader's own folder as it is. */
export function inFolder(folder: string, command: string): string {
  const enter = `cd ${shellWord(folder.startsWith("-") ? `./${folder}` : folder)}`;
  // A comment or a here-document at the end of the command would swallow a parenthesis on its line.
  const simple = !/[\n#\\]|<</.test(command);
  return simple ? `(${enter} && ${command})` : `(${enter} || exit\n${command}\n)`;
}

/**
 * A text as one word of a POSIX shell, whatever is in it: bare when every character is harmless, else in single quotes,
 * within which only the single quote itself has a meaning.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_02
 */
function shellWord(text: string): string {
  if (/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
