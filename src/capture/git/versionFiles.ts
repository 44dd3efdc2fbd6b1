import { join } from "node:path";
import { readTextFile } from "../../system/readFiles";

type Reader = (text: string) => string | undefined;

const first =
  (pattern: RegExp): Reader =>
  (text) =>
    pattern.exec(text)?.[1];

/** Files that say which version is being built, and where in them it stands. */
const readers: Readonly<Record<string, Reader>> = {
  "package.json": packageVersion,
  "pyproject.toml": first(/^[ \t]*version[ \t]*=[ \t]*["']([^"'\n]{1,100})["']/m),
  "Cargo.toml": first(/^[ \t]*version[ \t]*=[ \t]*"([^"\n]{1,100})"/m),
  "setup.cfg": first(/^version[ \t]*=[ \t]*([^\s#]{1,100})[ \t]*\r?$/m),
  "pom.xml": pomVersion,
  "gradle.properties": first(/^version[ \t]*=[ \t]*([^\s#]{1,100})[ \t]*\r?$/m),
  "build.gradle": first(/^version[ \t]*=?[ \t]*["']([^"'\n]{1,100})["']/m),
  "build.gradle.kts": first(/^version[ \t]*=[ \t]*"([^"\n]{1,100})"/m),
  "Chart.yaml": first(/^version:[ \t]*["']?([^\s"'#]{1,100})/m),
  "mix.exs": first(/\bversion:[ \t]*"([^"\n]{1,100})"/),
  VERSION: first(/^[ \t]*v?(\d[^\s]{0,99})[ \t]*\r?$/m),
  "version.txt": first(/^[ \t]*v?(\d[^\s]{0,99})[ \t]*\r?$/m),
};

/** The versions that the files at the top of a work tree name. */
export async function versionFiles(
  top: string,
): Promise<readonly { readonly path: string; readonly version: string }[]> {
  const found = await Promise.all(
    Object.entries(readers).map(async ([path, reader]) => {
      const read = await readTextFile(join(top, path), 256 * 1024);
      const version = read.ok ? reader(read.text) : undefined;
      return version === undefined ? [] : [{ path, version }];
    }),
  );
  return found.flat();
}

function packageVersion(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A package.json that is being edited names no version; nothing else hangs on it.
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("version" in value)) return undefined;
  return typeof value.version === "string" ? value.version : undefined;
}

/** Parts of a POM whose `version` is that of something else. */
const othersParts = new Set([
  "parent",
  "dependencies",
  "dependencyManagement",
  "build",
  "profiles",
  "properties",
]);

/** The project's own version: the first outside those parts. Each tag is looked at once. */
function pomVersion(text: string): string | undefined {
  let skipped: string | undefined;
  for (const [, close, name = "", rest = ""] of text.matchAll(/<(\/?)([A-Za-z]{1,40})>([^<]{0,200})/g)) {
    if (skipped !== undefined) {
      if (close === "/" && name === skipped) skipped = undefined;
    } else if (close === "" && othersParts.has(name)) skipped = name;
    else if (close === "" && name === "version") {
      const version = rest.trim();
      return /^[^$\s]{1,100}$/.test(version) ? version : undefined;
    }
  }
  return undefined;
}
