/**
 * The address when it is a plain http or https one, written so that it ends nowhere but at its end in Markdown and HTML;
 * undefined for anything else (`javascript:`, `file:`, no address at all) and for one that carries credentials.
 */
export function httpUrl(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text.trim())) return undefined;
  const url = new URL(text.trim());
  if ((url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "") {
    return undefined;
  }
  return url.href.replace(
    /[()<>[\]\\"'`\s|*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
