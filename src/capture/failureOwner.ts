import type { FailedTest } from "../halt/testResults";
import { pathInside } from "../system/pathInside";

/** A line of a file of the repository. */
export interface Owner {
  /** Below the repository's top folder, with `/`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

type Told = Pick<FailedTest, "suite" | "file" | "line" | "message" | "detail">;

interface Place {
  readonly path: string;
  readonly line: number;
}

const mostPlaces = 40;
/** A line of a stack is short; a longer one is data, and is not searched. */
const longestLine = 500;
/** Paths that are looked for in the repository, for all failures of one file. */
const mostLookups = 5000;

/** Code of others, which a stack leads through. */
const ofOthers = /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor\/bundle|\.cargo|\.rustup)\//;

/**
 * Finds the place in the repository that a failure leads to: the line that its report names, else the first one of its
 * stack that is in the repository. A run elsewhere names its own folders, so what counts is the end of a path.
 */
export class FailureOwners {
  readonly #top: string;
  readonly #known = new Map<string, string | undefined>();
  #lookups = 0;

  /** @param top the repository's top folder */
  constructor(top: string) {
    this.#top = top;
  }

  /** Undefined where no line of it is in the repository. */
  async of(failure: Told): Promise<Owner | undefined> {
    for (const { path, line } of placesOf(failure)) {
      const found = await this.#find(path, failure.suite);
      if (found !== undefined) return { path: found, line };
    }
    return undefined;
  }

  async #find(path: string, suite: string): Promise<string | undefined> {
    const plain = path.replace(/^file:\/\//, "").replaceAll("\\", "/");
    if (ofOthers.test(plain)) return undefined;
    // A bare name is of the folder that the suite says, as a package of Go.
    const key = plain.includes("/") ? plain : `${suite.replaceAll("\\", "/")}/${plain}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const found = await this.#lookUp(key);
    this.#known.set(key, found);
    return found;
  }

  async #lookUp(path: string): Promise<string | undefined> {
    const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
    if (segments.includes("..")) return undefined;
    for (let from = 0; from < segments.length; from += 1) {
      for (const root of /\.(?:java|kt|scala|groovy)$/.test(path) ? javaRoots : [""]) {
        if (this.#lookups >= mostLookups) return undefined;
        this.#lookups += 1;
        const inside = await pathInside(this.#top, root + segments.slice(from).join("/"));
        if (inside !== undefined && inside.relative !== "") return inside.relative;
      }
    }
    return undefined;
  }
}

/** Where a file of a package lies, by the habits of the build tools. */
const javaRoots = ["", "src/test/java/", "src/main/java/", "src/test/kotlin/", "src/main/kotlin/", "src/"];

function placesOf({ file, line, message, detail }: Told): readonly Place[] {
  const places: Place[] = file !== undefined && line !== undefined ? [{ path: file, line }] : [];
  for (const text of `${message}\n${detail}`.split("\n")) {
    if (places.length >= mostPlaces) break;
    if (text.length > longestLine) continue;
    const place = placeIn(text);
    if (place !== undefined) places.push(place);
  }
  return places;
}

/** The lines of stacks, by who writes them so. */
const stackLines: readonly RegExp[] = [
  // Python
  /File "(?<path>[^"]+)", line (?<line>\d+)/,
  // .NET
  / in (?<path>\S.*?):line (?<line>\d+)\s*$/,
  // The JVM: the package stands before, the file's name in brackets
  /\bat (?:[\w.@/-]+\/)?(?<package>(?:[\w$]+\.)*)[\w$<>]+\.[\w$<>-]+\((?<path>[\w$]+\.\w+):(?<line>\d+)\)/,
  // Node.js, Go, Rust, Ruby, PHP and others
  /(?<path>(?:file:\/\/|[A-Za-z]:)?[^\s()'":]+\.\w{1,5}):(?<line>\d+)/,
];

function placeIn(text: string): Place | undefined {
  for (const pattern of stackLines) {
    const { path, line, package: before = "" } = pattern.exec(text)?.groups ?? {};
    if (path === undefined || line === undefined || Number(line) < 1) continue;
    return { path: before.replaceAll(".", "/") + path, line: Number(line) };
  }
  return undefined;
}
