import type { TapTest } from "./tapLine";
import { TapNumbers } from "./tapNumbers";
import type { ElementText } from "./xmlFormat";

/** A test line with what stands behind it. */
export interface TestLine extends Pick<TapTest, "ok" | "name" | "directive"> {
  readonly suite: string;
  /** Its YAML block and the comments behind it. */
  readonly diagnostic: ElementText;
  /** How it counts: not at all where its subtests tell what became of it, errored where it failed and none of them did. */
  counts: "itself" | "errored" | "not";
}

/** The tests of one indentation, the innermost that is open last. */
export interface TapLevel {
  /** Of the subtest that it is, where its head or its test names it. */
  name: string;
  /** Test lines of this level. */
  count: number;
  readonly numbers: TapNumbers;
  plan: number | undefined;
  /** Tests in it and below that failed. */
  failing: number;
  /** The test that opened it with a brace, whose outcome counts when it closes. */
  readonly opener: TestLine | undefined;
}

/** How a test counts that has subtests: they tell what became of it, but where it failed and none of them did. */
export function countsBeside({ ok, directive: marked }: TestLine, failing: number): TestLine["counts"] {
  return !ok && failing === 0 && marked === undefined ? "errored" : "not";
}

/** A level that begins. */
export function levelOf(name: string, opener: TestLine | undefined): TapLevel {
  return { name, count: 0, numbers: new TapNumbers(), plan: undefined, failing: 0, opener };
}
