/** Begins each line that a test suite prints in the extension host, so that it can be told from the editor's own log. */
export const mark = "\u2063";
