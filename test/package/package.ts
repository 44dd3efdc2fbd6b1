import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { namesInZip } from "./zip";

const execute = promisify(execFile);
const vsix = join("dist", "release-halt.vsix");
const notices = "THIRD-PARTY-NOTICES.txt";
const maxBytes = 1024 * 1024;

/** Everything that ships. A file that is missing or that nobody expected fails the packaging. */
const expected = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/LICENSE.txt",
  "extension/changelog.md",
  "extension/dist/THIRD-PARTY-NOTICES.txt",
  "extension/dist/brief.js",
  "extension/dist/ci.js",
  "extension/dist/cli.js",
  "extension/dist/extension.js",
  "extension/dist/features.js",
  "extension/dist/halt.schema.json",
  "extension/dist/install.js",
  "extension/dist/page.js",
  "extension/dist/prove.js",
  "extension/dist/redaction.js",
  "extension/dist/release-halt.sh",
  "extension/dist/results.js",
  "extension/dist/search.js",
  "extension/dist/settings.js",
  "extension/dist/worker.js",
  "extension/media/halt-editor.png",
  "extension/media/icon.png",
  "extension/media/page.css",
  "extension/media/release-halt.svg",
  "extension/package.json",
  "extension/package.nls.json",
  "extension/readme.md",
];

/** Builds the VSIX and, beside it, the npm package of the command line. */
async function main(): Promise<void> {
  await execute(process.execPath, ["esbuild.js"]);
  await createVSIX({
    cwd: process.cwd(),
    packagePath: vsix,
    dependencies: false,
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
  });
  const { size } = await stat(vsix);
  const names = namesInZip(await readFile(vsix)).sort((a, b) => (a < b ? -1 : 1));
  if (names.join("\n") !== expected.join("\n")) {
    throw new Error(`The VSIX does not hold what it should:\n${names.join("\n")}`);
  }
  if (size > maxBytes) throw new Error(`The VSIX has ${size} bytes, more than ${maxBytes}.`);
  const tarball = await packCommandLine();
  console.log(`${vsix}: ${names.length} files, ${size} bytes`);
  console.log(`${tarball}: the command line for CI`);
}

/** The command line without the extension: its file, the gate in sh, its manifest and the licences. */
async function packCommandLine(): Promise<string> {
  const folder = join("dist", "npm");
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "dist"), { recursive: true });
  const own: unknown = JSON.parse(await readFile("package.json", "utf8"));
  const { version, license } = manifestOf(own);
  const manifest = {
    name: "release-halt",
    version,
    description:
      "Release Halt on the command line: facts, test results, halts and the gate, for scripts and CI.",
    license,
    bin: { "release-halt": "dist/cli.js" },
    files: ["dist/cli.js", "dist/release-halt.sh", notices],
    engines: { node: ">=20" },
  };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const file of ["cli.js", "release-halt.sh"]) {
    await copyFile(join("dist", file), join(folder, "dist", file));
  }
  await copyFile(join("dist", notices), join(folder, notices));
  await copyFile("LICENSE", join(folder, "LICENSE"));
  const packed = await execute("npm", ["pack", "--silent", "--pack-destination", ".."], { cwd: folder });
  return join("dist", packed.stdout.trim().split("\n").at(-1) ?? "");
}

function manifestOf(value: unknown): { version: string; license: string } {
  if (typeof value === "object" && value !== null && "version" in value && "license" in value) {
    const { version, license } = value;
    if (typeof version === "string" && typeof license === "string") return { version, license };
  }
  throw new Error("package.json has no version or no licence.");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
