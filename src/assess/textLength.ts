/** Words as a reader counts them: runs with a letter or a digit in them. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter(isWord).length;
}

/**
 * The text with at most `limit` words and a mark where something was left out: cut at the end of a sentence when that
 * keeps half of what fits, else after a word. A text that fits comes back as it is.
 */
export function cutWords(text: string, limit: number): string {
  const kept: string[] = [];
  let words = 0;
  let sentenceEnd = 0;
  for (const part of text.trim().split(/\s+/)) {
    if (isWord(part) && ++words > limit) {
      const whole = kept.slice(0, sentenceEnd).join(" ");
      return countWords(whole) * 2 >= limit && whole !== "" ? `${whole} …` : `${unended(kept.join(" "))}…`;
    }
    kept.push(part);
    if (/[.!?]["')\]]?$/.test(part)) sentenceEnd = kept.length;
  }
  return text;
}

function isWord(part: string): boolean {
  return /[\p{L}\p{N}]/u.test(part);
}

function unended(text: string): string {
  return text.replace(/[\s,;:.–-]+$/u, "");
}
