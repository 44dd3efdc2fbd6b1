const testLine = /^(not )?ok\b(?: +(\d+))?(?: +- ?| +|$)(.*)$/s;
const planLine = /^(\d+)\.\.(\d+)(?:\s*#\s*(.*))?$/s;
const directive = /(?:^|\s)#\s*(skip|todo)\w*\b:?\s*(.*)$/is;
const timeComment = /(?:^|\s)#\s*time=[\d.]+ *m?s$/;

/** What a line of TAP tells of a test: `not ok 3 - pours # TODO not yet {`. */
export interface TapTest {
  readonly ok: boolean;
  readonly number: number | undefined;
  readonly name: string;
  readonly directive: "skip" | "todo" | undefined;
  /** Its subtests stand behind it, in braces. */
  readonly opens: boolean;
}

/** What a plan tells: `1..4`, `1..0 # no kettle`. */
export interface TapPlan {
  readonly count: number;
  readonly reason: string;
}

/** The test of a line without its indentation; undefined where it is of none. */
export function tapTest(words: string): TapTest | undefined {
  const [whole, not, number, rest = ""] = testLine.exec(words) ?? [];
  if (whole === undefined) return undefined;
  const told = rest.trimEnd();
  const opens = told.endsWith("{");
  const described = opens ? told.slice(0, -1).trimEnd() : told;
  const [marked, kind] = directive.exec(described) ?? [];
  const bare = marked === undefined ? described : described.slice(0, described.length - marked.length);
  return {
    ok: not === undefined,
    number: number === undefined ? undefined : Number(number),
    name: unescaped(bare.trimEnd().replace(timeComment, "")),
    directive: kind === undefined ? undefined : kind.toLowerCase() === "skip" ? "skip" : "todo",
    opens,
  };
}

/** The plan of a line without its indentation; undefined where it is none. */
export function tapPlan(words: string): TapPlan | undefined {
  const [, , last, reason = ""] = planLine.exec(words) ?? [];
  return last === undefined ? undefined : { count: Number(last), reason };
}

/** Whether a line is of a test, or is a plan. */
export function isTapLine(words: string): boolean {
  return testLine.test(words) || planLine.test(words);
}

/** A description may hold what else begins a comment, behind a backslash. */
export function unescaped(description: string): string {
  return description.trim().replaceAll(/\\([\\#])/g, "$1");
}
