import type MarkdownIt from "markdown-it";

export type Renderer = InstanceType<typeof MarkdownIt>;

/**
 * Makes the bracketed numbers of a rendered brief lead to the rows of its evidence table. Only the brief itself writes
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
        state.push("link_open", "a", 1).attrSet("href", `#evidence-${number}`);
        state.push("text", "", 0).content = number;
        state.push("link_close", "a", -1);
      });
      state.push("text", "", 0).content = "]";
    }
    state.pos += match[0].length;
    return true;
  });
  page.core.ruler.push("evidenceRows", ({ tokens }) => {
    const heading = tokens.findIndex(
      (token, index) => token.type === "heading_open" && tokens[index + 1]?.content === "Evidence",
    );
    if (heading === -1) return;
    for (let index = heading; index < tokens.length; index += 1) {
      const number = tokens[index + 2]?.content ?? "";
      if (tokens[index]?.type === "tr_open" && /^\d+$/.test(number)) {
        tokens[index]?.attrSet("id", `evidence-${number}`);
      }
      if (tokens[index]?.type === "table_close") return;
    }
  });
}
