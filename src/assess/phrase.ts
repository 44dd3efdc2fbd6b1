/** Whether a person wrote anything there. */
export function isWritten(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== "";
}

/** A person's text as part of a sentence: on one line, without the full stop at its end. */
export function phrase(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/(?<!\.)\.$/, "");
}

/** A person's text as a sentence of its own: on one line, with a full stop where it has no end mark. */
export function sentence(text: string): string {
  const words = text.trim().replace(/\s+/g, " ");
  return /[.!?…]["')\]]?$/.test(words) || words === "" ? words : `${words}.`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[], last = "and"): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${last} ${parts.at(-1) ?? ""}`;
}

/** The text with a capital letter at its start, unless its first word is spelled as it is: a ref, a path, an identifier. */
export function capitalised(text: string): string {
  const [first = ""] = text.split(/\s/, 1);
  if (/\d|[_/\\@#`]|[.:][\w]|[a-z][A-Z]/.test(first)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
