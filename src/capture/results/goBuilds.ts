import { kept } from "./goOutput";
import type { JsonLine } from "./lineFormat";

interface Build {
  output: string;
  hasFailed: boolean;
  /** A package that ended named it. */
  isTold: boolean;
}

/** What a run of Go tests had to build, as `go help buildjson` says that it is told. */
export class GoBuilds {
  readonly #builds = new Map<string, Build>();

  /** Takes an event; false where it is not of a build. */
  take({ Action: action, ImportPath: what, Output: output }: JsonLine): boolean {
    if (typeof what !== "string" || (action !== "build-output" && action !== "build-fail")) return false;
    const build = this.#builds.get(what) ?? { output: "", hasFailed: false, isTold: false };
    this.#builds.set(what, build);
    if (action === "build-fail") build.hasFailed = true;
    else if (typeof output === "string") build.output = kept(build.output, output);
    return true;
  }

  /** What the compiler said of a build by which a package failed. */
  outputOf(what: string): string {
    const build = this.#builds.get(what);
    if (build === undefined) return "";
    build.isTold = true;
    return build.output;
  }

  /** The builds that failed and by which no package did: what needs them is not told of. */
  untold(): readonly { readonly path: string; readonly output: string }[] {
    // What is built for a test is named with it: `shop/cart [shop/cart.test]`.
    return [...this.#builds]
      .filter(([, { hasFailed, isTold }]) => hasFailed && !isTold)
      .map(([what, { output }]) => ({ path: what.replace(/ \[.*\]$/, ""), output }));
  }
}
