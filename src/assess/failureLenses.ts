import { LinesNow } from "../capture/sourceLines";
import { listed, phrase } from "./phrase";

/** The failures of a halt that lead to one file. */
export interface FailuresHere {
  readonly title: string;
  readonly failures: readonly {
    readonly id: string;
    readonly suite: string;
    readonly name: string;
    /** 1-based, when the test ran. */
    readonly line: number;
    /** What stood there. */
    readonly text?: string | undefined;
  }[];
}

/** What is said above a line of a file. */
export interface FailureLens {
  /** 1-based. */
  readonly line: number;
  readonly words: string;
  /** The tests by their names, a line each. */
  readonly tests: string;
  /** The first of the failures. */
  readonly failure: string;
}

const mostNamed = 10;

/**
 * What the failures of a halt say in a file: one lens above each line that they lead to. Where a line is not found again,
 * the top of the file says where it was.
 * @param text of the file as it is now
 */
export function failureLenses(text: string, { title, failures }: FailuresHere): readonly FailureLens[] {
  const now = new LinesNow(text);
  const found = new Map<number | undefined, (typeof failures)[number][]>();
  for (const failure of failures) {
    const line = now.of(failure);
    const ones = found.get(line);
    if (ones === undefined) found.set(line, [failure]);
    else ones.push(failure);
  }
  return [...found].map(([line, ones]) => {
    const where = line === undefined ? wasAt(ones.map((failure) => failure.line)) : "here";
    const count = `${ones.length} failing ${ones.length === 1 ? "test" : "tests"}`;
    const words = `Release Halt: ${count} ${where} · ${shortTitle(title)}`;
    const names = ones
      .slice(0, mostNamed)
      .map(({ suite, name }) => (suite === "" ? name : `${suite} › ${name}`));
    const more = ones.length > mostNamed ? [`and ${ones.length - mostNamed} more`] : [];
    return { line: line ?? 1, words, tests: [...names, ...more].join("\n"), failure: ones[0]?.id ?? "" };
  });
}

function shortTitle(title: string): string {
  const words = phrase(title);
  return words.length <= 60 ? words : `${words.slice(0, 59).trimEnd()}…`;
}

function wasAt(all: readonly number[]): string {
  const lines = [...new Set(all)].sort((a, b) => a - b);
  const named = lines.slice(0, 3).map(String);
  const more = lines.length > 3 ? [`${lines.length - 3} more`] : [];
  const were = all.length === 1 ? "was" : "were";
  return `${were} at ${lines.length === 1 ? "line" : "lines"} ${listed([...named, ...more])}`;
}
