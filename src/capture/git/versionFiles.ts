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
  "pyproject.toml": first(/^\s*version\s*=\s*["']([^"'\n]{1,100})["']/m),
  "Cargo.toml": first(/^\s*version\s*=\s*"([^"\n]{1,100})"/m),
  "setup.cfg": first(/^version\s*=\s*([^\s#]{1,100})\s*$/m),
  "pom.xml": pomVersion,
  "gradle.properties": first(/^version\s*=\s*([^\s#]{1,100})\s*$/m),
  "build.gradle": first(/^version\s*=?\s*["']([^"'\n]{1,100})["']/m),
  "build.gradle.kts": first(/^version\s*=\s*"([^"\n]{1,100})"/m),
  "Chart.yaml": first(/^version:\s*["']?([^\s"'#]{1,100})/m),
  "mix.exs": first(/\bversion:\s*"([^"\n]{1,100})"/),
  VERSION: first(/^\s*v?(\d[^\s]{0,99})\s*$/m),
  "version.txt": first(/^\s*v?(\d[^\s]{0,99})\s*$/m),
};

/** The versions that the files at the top of a work tree name. */
export async function versionFiles(
  top: string,
): Promise<readonly { readonly path: string; readonly version: string }[]> {
  const found = await Promise.all(
    Object.entries(readers).map(async ([path, reader]) => {
      const read = await readTextFile(join(top, path), 1024 * 1024);
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

/** The project's own version, not that of its parent or of a dependency. */
function pomVersion(text: string): string | undefined {
  const own = text.replace(
    /<(parent|dependencies|dependencyManagement|build|profiles|properties)>[\s\S]*?<\/\1>/g,
    "",
  );
  return /<version>\s*([^<$\s]{1,100})\s*<\/version>/.exec(own)?.[1];
}
