import * as fc from "fast-check";

/** A test in a tree of results; a format says as much of it as it can. */
export interface WrittenTest {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "errored" | "skipped";
  /** Tries that failed before the one whose outcome it is. */
  readonly failedTries: number;
  readonly message: string;
  /** A stack, or what a program printed. */
  readonly detail: string;
  readonly type: string;
  readonly file: string;
  readonly line: number;
}

/** The root of a tree is a suite without a name. */
export interface WrittenSuite {
  readonly name: string;
  readonly tests: readonly WrittenTest[];
  readonly suites: readonly WrittenSuite[];
}

/** What a right reader tells of a test. */
export interface ReadTest {
  readonly suite: string;
  readonly name: string;
  /** How often the format says that it ran; once where it does not say. */
  readonly attempts?: number;
  /** Of those that failed, and empty where the format has none. */
  readonly message?: string;
  readonly detail?: string;
  readonly type?: string;
  readonly file?: string;
  readonly line?: number;
}

/** Writes a format by its specification, and says what of a tree it holds. */
export interface Writer {
  readonly title: string;
  /** The id of the format. */
  readonly format: string;
  /** Such trees as the format can hold. */
  readonly trees: fc.Arbitrary<WrittenSuite>;
  readonly write: (root: WrittenSuite) => string;
  /** @param path the names of the suites, the outermost first */
  readonly reads: (test: WrittenTest, path: readonly string[]) => ReadTest;
  /** A problem that such a tree has in this format. */
  readonly mayTell?: RegExp;
}

interface Parts {
  readonly names: fc.Arbitrary<string>;
  readonly outcomes: readonly WrittenTest["outcome"][];
  readonly mostTries?: number;
  readonly messages?: fc.Arbitrary<string>;
  readonly details?: fc.Arbitrary<string>;
  readonly types?: fc.Arbitrary<string>;
  readonly files?: fc.Arbitrary<string>;
}

/** Tests as a format can hold them; what it has no word for is left empty. */
export function testsOf(parts: Parts): fc.Arbitrary<WrittenTest> {
  const none = fc.constant("");
  return fc.record({
    name: parts.names,
    outcome: fc.constantFrom(...parts.outcomes),
    failedTries: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(parts.mostTries ?? 0) },
    ),
    message: parts.messages ?? none,
    detail: parts.details ?? none,
    type: parts.types ?? none,
    file: parts.files ?? none,
    line: fc.integer({ min: 1, max: 5000 }),
  });
}

interface Shape {
  readonly test: fc.Arbitrary<WrittenTest>;
  /** How deep in suites tests may stand: 0 is outside of any. */
  readonly levels: readonly [least: number, most: number];
  /** Names of suites from the outermost on; the last is for all that are deeper. */
  readonly suites?: readonly fc.Arbitrary<string>[];
}

/** Trees with at least one test. Names are unique among neighbours: what stands twice is another story. */
export function treesOf(shape: Shape): fc.Arbitrary<WrittenSuite> {
  return suiteAt(0, shape);
}

function suiteAt(level: number, shape: Shape): fc.Arbitrary<WrittenSuite> {
  const { test, levels, suites = [] } = shape;
  const [least, most] = levels;
  const name = level === 0 ? undefined : suites[Math.min(level, suites.length) - 1];
  const selector = (one: { readonly name: string }): string => one.name;
  const withParts = (tests: number, inner: number): fc.Arbitrary<WrittenSuite> =>
    fc.record({
      name: name ?? fc.constant(""),
      tests:
        level < least
          ? fc.constant([])
          : fc.uniqueArray(test, { minLength: tests, maxLength: tests * 4, selector }),
      suites:
        level === most
          ? fc.constant([])
          : fc.uniqueArray(suiteAt(level + 1, shape), {
              minLength: inner,
              maxLength: level === 0 ? 3 : 2,
              selector,
            }),
    });
  if (level === most) return withParts(1, 0);
  if (level < least) return withParts(0, 1);
  return fc.oneof(withParts(1, 0), withParts(0, 1));
}

interface ListedTest {
  readonly test: WrittenTest;
  readonly path: readonly string[];
}

/** The tests of a tree with the suites that they are in, those of a suite before those of its inner ones. */
export function listed(suite: WrittenSuite, outer: readonly string[] = []): readonly ListedTest[] {
  return [
    ...suite.tests.map((test) => ({ test, path: outer })),
    ...suite.suites.flatMap((inner) => listed(inner, [...outer, inner.name])),
  ];
}

/** How many tests a tree has, of an outcome where one is given. */
export function countOf(root: WrittenSuite, outcome?: WrittenTest["outcome"]): number {
  return listed(root).filter(({ test }) => outcome === undefined || test.outcome === outcome).length;
}

/** A suite and all within it, the outer before the inner. */
export function allSuites(suite: WrittenSuite): readonly WrittenSuite[] {
  return [suite, ...suite.suites.flatMap(allSuites)];
}
