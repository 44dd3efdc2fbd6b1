/** What a failing test wrote, between lines of equals signs (`--test_output=errors`). */
const outputs = /^={10,} Test output for (\S+)(?: \([^)\n]*\))?:\n([^]*?)(?:^={70,}$|(?![^]))/gm;
/** An error of the build with its place, and what was written of it, up to the next message of Bazel's own. */
const errors =
  /^ERROR: ([^\n]+?):(\d+):\d+:? ([^\n]*(?:\n(?!(?:ERROR|INFO|WARNING|DEBUG|FAIL|FAILED|Target|Use|Loading|Analyzing|Executed)\b|\[\d|\/\/)[^\n]*)*)/gm;

const keptOutput = 8 * 1024;
const mostErrors = 200;

/** Where and why something could not be built. */
export interface BuildError {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What Bazel's console says of tests and of what could not be built; the events have it as the progress of the build. */
export class BazelConsole {
  /** By the label of a test. */
  readonly #outputs = new Map<string, string>();
  readonly #errors: BuildError[] = [];

  /** Takes what was written between two events. */
  take(text: string): void {
    if (text.includes(" Test output for ")) {
      for (const [, label = "", output = ""] of text.matchAll(outputs)) {
        const before = this.#outputs.get(label) ?? "";
        // The tries of a test most often say the same.
        if (before.length < keptOutput && !before.includes(output))
          this.#outputs.set(label, (before + output).slice(0, keptOutput));
      }
    }
    if (!text.includes("ERROR: ")) return;
    for (const [, file = "", line = "", words = ""] of text.matchAll(errors)) {
      if (this.#errors.length < mostErrors)
        this.#errors.push({ file, line: Math.max(1, Number(line)), text: words.slice(0, keptOutput) });
    }
  }

  /** What a test wrote; empty where the console does not show it. */
  outputOf(label: string): string {
    return this.#outputs.get(label) ?? "";
  }

  /** The first error that names one of the labels. */
  errorOf(labels: readonly string[]): BuildError | undefined {
    return this.#errors.find(({ text }) => text.split(/[\s'"`,;()]+/).some((word) => labels.includes(word)));
  }
}
