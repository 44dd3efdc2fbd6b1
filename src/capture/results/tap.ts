import type { LineFormat, LineReader } from "./lineFormat";
import type { ResultCollector } from "./resultCollector";
import { diagnosticOf } from "./tapDiagnostic";
import { countsBeside, levelOf, type TapLevel, type TestLine } from "./tapLevel";
import { isTapLine, tapPlan, tapTest, unescaped, type TapPlan, type TapTest } from "./tapLine";
import { ElementText } from "./xmlFormat";

/**
 * The Test Anything Protocol, versions 12 to 14 (https://testanything.org/tap-version-14-specification.html). Tests are told
 * by the leaves of its subtests; whatever is marked TODO counts as skipped, as the protocol says that it is no failure.
 */
export const tap: LineFormat = {
  id: "tap",
  isLine: (text) =>
    /^TAP version \d+\s*$/.test(text) ||
    /^\d+\.\.\d+(?:\s*#.*)?$/.test(text) ||
    /^(?:not ok|ok) (?:\d+(?:\s|$)|- )/.test(text),
  begin: (into) => new TapReader(into, false),
};

/** What `prove -v` prints: the TAP of several files, between its own lines. */
export const prove: LineFormat = {
  id: "prove",
  isLine: (text) => proveHead.test(text),
  begin: (into) => new TapReader(into, true),
};

const proveHead = /^(\S+) \.{2,}\s*$/;
/** The sum that many tools write last (`# fail 2`). */
const statedFailures = /^# fail\s+(\d+)\s*$/;
const subtestIndent = 4;

class TapReader implements LineReader {
  readonly #into: ResultCollector;
  readonly #isProve: boolean;
  #levels: [TapLevel, ...TapLevel[]];
  #file = "";
  /** The subtest that the head announced whose tests come next. */
  #announced = "";
  #isBegun = false;
  /** How many tests failed, as the document itself says. */
  #stated = 0;
  #last: TestLine | undefined;
  #yaml: { readonly indent: string; readonly of: ElementText } | undefined;

  constructor(into: ResultCollector, isProve: boolean) {
    this.#into = into;
    this.#isProve = isProve;
    this.#levels = [levelOf("", undefined)];
  }

  line(text: string): void {
    if (this.#inYaml(text)) return;
    const indent = /^ */.exec(text)?.[0].length ?? 0;
    const words = text.slice(indent);
    if (indent === 0 && (/^TAP version \d+\s*$/.test(words) || (this.#isProve && proveHead.test(words)))) {
      this.#endDocument();
      this.#file = proveHead.exec(words)?.[1] ?? "";
      return;
    }
    if (/^---\s*$/.test(words) && this.#last !== undefined) {
      this.#yaml = { indent: text.slice(0, indent), of: this.#last.diagnostic };
      return;
    }
    if (/^Bail out!/.test(words)) {
      this.#flush();
      this.#isBegun = true;
      this.#into.problem("error", `The run was given up: ${words.slice(0, 500)}`);
      return;
    }
    const depth = indent / subtestIndent;
    if (!Number.isInteger(depth) || depth > this.#levels.length || depth > 100) {
      this.#last?.diagnostic.add(`${words}\n`);
      return;
    }
    if (words.startsWith("#")) this.#comment(words, depth);
    else if (words === "{" && depth === this.#levels.length - 1) this.#openBehind();
    else if (words === "}" && depth < this.#levels.length - 1) this.#close(depth);
    else this.#planOrTest(words, depth);
  }

  end(): void {
    this.#endDocument();
  }

  #inYaml(text: string): boolean {
    const yaml = this.#yaml;
    if (yaml === undefined) return false;
    // A block that is not closed ends where TAP goes on further to the left, as far as there is any space.
    const isLeft = yaml.indent === "" || !text.startsWith(yaml.indent);
    if (isLeft && isTapLine(text.trim())) {
      this.#yaml = undefined;
      return false;
    }
    if (text.trimEnd() === `${yaml.indent}...`) this.#yaml = undefined;
    else yaml.of.add(`${text.startsWith(yaml.indent) ? text.slice(yaml.indent.length) : text}\n`);
    return true;
  }

  #comment(words: string, depth: number): void {
    const [, name] = /^# Subtest(?:: (.*))?$/s.exec(words) ?? [];
    if (words.startsWith("# Subtest")) {
      this.#flush();
      // The head stands among the tests of the subtest around it.
      this.#levelAt(depth);
      this.#announced = unescaped(name ?? "");
      return;
    }
    // A test may print what looks like the sum, but not behind it.
    const failures = depth === 0 ? statedFailures.exec(words)?.[1] : undefined;
    if (failures !== undefined) this.#stated = Number(failures);
    this.#last?.diagnostic.add(`${words}\n`);
  }

  #planOrTest(words: string, depth: number): void {
    const plan = tapPlan(words);
    // `prove` ends what it says of a file with a line of its own.
    const test = plan !== undefined || (this.#isProve && words === "ok") ? undefined : tapTest(words);
    if (plan !== undefined) this.#plan(plan, depth);
    else if (test !== undefined) this.#test(test, depth);
    else this.#last?.diagnostic.add(`${words}\n`);
  }

  #plan({ count, reason }: TapPlan, depth: number): void {
    this.#flush();
    const level = this.#levelAt(depth);
    this.#isBegun = true;
    // Only the first plan counts, as a test may print what looks like another one; but one of no tests may not be the last.
    if (level.plan === undefined || level.plan === 0) level.plan = count;
    else if (level.plan !== count)
      this.#into.problemOnce(
        "warning",
        "More than one plan stands in it, and they differ: only the first counts.",
      );
    if (depth === 0 && count === 0 && reason !== "")
      this.#into.problem("warning", `Everything was skipped: ${reason.slice(0, 300)}`);
  }

  #test({ ok, name, directive, number, opens }: TapTest, depth: number): void {
    this.#flush();
    this.#isBegun = true;
    const inner = this.#levels.length > depth + 1 ? this.#levels[depth + 1] : undefined;
    const suite = this.#path(depth);
    const test: TestLine = { ok, name, suite, directive, diagnostic: new ElementText(), counts: "itself" };
    const level = this.#levelAt(depth);
    level.count += 1;
    if (number !== undefined && level.numbers.see(number))
      this.#into.problemOnce(
        "warning",
        "Tests have the number of another one: a part may stand in it twice, or be of another run.",
      );
    this.#last = test;
    if (opens) this.#openBehind();
    else if (inner !== undefined) {
      const failing = this.#endLevels(depth);
      // What stands in braces that were not closed is of the test before.
      if (inner.count > 0 && inner.opener === undefined) test.counts = countsBeside(test, failing);
    }
  }

  /** The subtests of the last test stand behind it, in braces. */
  #openBehind(): void {
    const opener = this.#last;
    this.#last = undefined;
    if (opener !== undefined) this.#levels.push(levelOf(opener.name, opener));
  }

  #close(depth: number): void {
    this.#flush();
    const level = this.#levels[depth + 1];
    const failing = this.#endLevels(depth, level);
    const opener = level?.opener;
    if (level === undefined || opener === undefined) return;
    if (level.count > 0) opener.counts = countsBeside(opener, failing);
    this.#report(opener);
  }

  /**
   * Ends the levels below one; answers with how many tests failed there.
   * @param closed the level that its brace closes; another one in braces has no end, and its test counts for itself
   */
  #endLevels(depth: number, closed?: TapLevel): number {
    let failing = 0;
    while (this.#levels.length > depth + 1) {
      const level = this.#levels.pop();
      if (level === undefined) break;
      this.#checkPlan(level, true);
      failing += level.failing;
      const outer = this.#levels.at(-1);
      if (outer !== undefined) outer.failing += level.failing;
      if (level.opener === undefined || level === closed) continue;
      this.#into.problemOnce("error", "A subtest in braces has no end.");
      if (!level.opener.ok) this.#report(level.opener);
    }
    return failing;
  }

  #levelAt(depth: number): TapLevel {
    while (this.#levels.length <= depth) {
      this.#levels.push(levelOf(this.#announced, undefined));
      this.#announced = "";
    }
    const level = this.#levels[depth];
    return level ?? this.#levels[0];
  }

  #path(depth: number): string {
    const names = this.#levels.slice(1, depth + 1).map(({ name }) => name);
    if (depth >= this.#levels.length) names.push(this.#announced);
    return [this.#file, ...names].filter((name) => name !== "").join(" › ");
  }

  #checkPlan({ plan, count, name, numbers }: TapLevel, isInner: boolean): void {
    if (plan === undefined && isInner) return;
    if (plan === count && numbers.highest <= count) return;
    const where = [this.#file, name].filter((part) => part !== "").join(" › ");
    const of = where === "" ? "" : ` in ${where.slice(0, 200)}`;
    if (plan === undefined) this.#into.cutOff(`The run has no end: it names no plan${of}.`);
    else if (count < plan) this.#into.cutOff(`${plan} tests were planned${of}, and ${count} ran.`);
    else if (count > plan)
      this.#into.problem("error", `${plan} tests were planned${of}, and ${count} are listed.`);
    else
      this.#into.problem(
        "error",
        `${plan} tests were planned${of}, and one has the number ${numbers.highest}.`,
      );
  }

  #endDocument(): void {
    this.#flush();
    this.#yaml = undefined;
    const isOpen = this.#levels.length > 1;
    this.#endLevels(0);
    const [top] = this.#levels;
    if (this.#isBegun) {
      this.#into.suites += 1;
      if (isOpen && top.plan === top.count) this.#into.cutOff("The run has no end: a subtest is open.");
      this.#checkPlan(top, false);
      if (this.#stated > 0 && top.failing === 0)
        this.#into.problem("error", `The run states ${this.#stated} failing tests, and lists none.`);
    }
    this.#levels = [levelOf("", undefined)];
    this.#announced = "";
    this.#isBegun = false;
    this.#stated = 0;
    this.#file = "";
  }

  /** The test before, of which nothing more is said. */
  #flush(): void {
    const last = this.#last;
    this.#last = undefined;
    if (last !== undefined) this.#report(last);
  }

  #report({ ok, name, suite, directive: marked, diagnostic, counts }: TestLine): void {
    if (counts === "not") return;
    const { durationMs, ...told } = diagnosticOf(diagnostic.value);
    const common = { suite, name, ...(durationMs !== undefined && { durationMs }) };
    if (marked !== undefined || ok) {
      this.#into.count({ ...common, outcome: marked === undefined ? "passed" : "skipped" });
      return;
    }
    const level = this.#levels.at(-1);
    if (level !== undefined) level.failing += 1;
    this.#into.fail({
      ...common,
      outcome: counts === "errored" ? "errored" : "failed",
      ...told,
      detail: diagnostic.value,
      cut: { message: 0, detail: diagnostic.cut },
    });
  }
}
