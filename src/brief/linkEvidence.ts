import type MarkdownIt from "markdown-it";

export type Renderer = InstanceType<typeof MarkdownIt>;

type Token = ReturnType<Renderer["parse"]>[number];

/**
 * Makes the bracketed numbers of a rendered brief lead to the rows of its evidence table, and the number of a row back to
 * the first sentence that rests on it. Only the brief itself writes
 * such numbers: the brackets of a halt's texts are escaped, and never reach this rule.
 */
export function linkEvidence(page: Renderer): void {
  page.inline.ruler.before("link", "evidence", (state, silent) => {
    const match = /^\[(\d+(?:, \d+)*)\](?!\()/.exec(state.src.slice(state.pos, state.pos + 200));
    if (match?.[1] === undefined) return false;
    if (!silent) {
      state.push("text", "", 0).content = "[";
      match[1].split(", ").forEach((number, index) => {
        if (index > 0) state.push("text", "", 0).content = ", ";
        const link = state.push("link_open", "a", 1);
        link.attrSet("href", `#evidence-${number}`);
        link.attrSet("aria-label", `Evidence ${number}`);
        state.push("text", "", 0).content = number;
        state.push("link_close", "a", -1);
      });
      state.push("text", "", 0).content = "]";
    }
    state.pos += match[0].length;
    return true;
  });
  page.core.ruler.push("evidenceRows", ({ tokens, Token }) => {
    const cited = markFirst(tokens);
    const heading = tokens.findIndex(
      (token, index) => token.type === "heading_open" && tokens[index + 1]?.content === "Evidence",
    );
    if (heading === -1) return;
    for (let index = heading; index < tokens.length; index += 1) {
      const cell = tokens[index + 2];
      const number = cell?.content ?? "";
      if (tokens[index]?.type === "tr_open" && /^\d+$/.test(number)) {
        tokens[index]?.attrSet("id", `evidence-${number}`);
        if (cited.has(number)) linkBack(cell, number, Token);
      }
      if (tokens[index]?.type === "table_close") return;
    }
  });
}

/** Names the first mark of each number, so that its row can lead there; answers with the numbers. */
function markFirst(tokens: readonly Token[]): ReadonlySet<string> {
  const cited = new Set<string>();
  for (const link of tokens.flatMap(({ children }) => children ?? [])) {
    const number = /^#evidence-(\d+)$/.exec(String(link.attrGet("href") ?? ""))?.[1];
    if (link.type !== "link_open" || number === undefined || cited.has(number)) continue;
    cited.add(number);
    link.attrSet("id", `evidence-mark-${number}`);
  }
  return cited;
}

function linkBack(
  cell: Token | undefined,
  number: string,
  NewToken: new (type: string, tag: string, nesting: 1 | -1) => Token,
): void {
  if (cell === undefined) return;
  const link = new NewToken("link_open", "a", 1);
  link.attrSet("href", `#evidence-mark-${number}`);
  link.attrSet("aria-label", `${number}, back to the text`);
  cell.children = [link, ...(cell.children ?? []), new NewToken("link_close", "a", -1)];
}
