import assert from "node:assert/strict";
import { access, chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { askTools, versionIn } from "../../../src/capture/environment/askTools";
import { toolsOfSteps } from "../../../src/capture/environment/toolsOfSteps";
import { haltSchema } from "../../../src/halt/schema/halt";
import { withEnvironment } from "../../support/environment";
import { shortInput } from "../../support/halts";
import { temporaryFolder } from "../../support/temporary";

function toolsOf(...commands: readonly string[]): readonly string[] {
  const steps = commands.map((command, index) => ({ id: `s${index}`, command }));
  return toolsOfSteps(haltSchema.parse({ ...shortInput, reproduction: { steps } })).map(({ name }) => name);
}

describe("The tools that steps use", () => {
  it("are the first words of their commands, with what they run on", () => {
    for (const [command, tools] of [
      ["npm test", ["npm", "node"]],
      ["FOO=1 BAR='a b' npx vitest run | tee log", ["npm", "node"]],
      ["cd web && pnpm test; git status", ["pnpm", "node", "git"]],
      ["time sudo docker run x", ["docker"]],
      ["if cargo test\nthen mvn -q verify; fi", ["cargo", "rustc", "mvn", "java"]],
      ["(cd x; 'python3' -m pytest)", ["python3"]],
      ["npm.cmd test", ["npm", "node"]],
    ] as const)
      assert.deepEqual(toolsOf(command), tools, command);
    assert.deepEqual(toolsOf("npm ci", "npm test", "node x"), ["npm", "node"]);
  });

  it("are none of the repository, of a path, of quotes, or that are not known", () => {
    for (const command of [
      ...["./gradlew test", "bin/npm test", "/usr/bin/node x", "..\\node x", "bazel test //...", "sbt test"],
      ...[
        "echo 'x && npm test'",
        'echo "; npm test"',
        "echo npm",
        "constructor",
        "__proto__ x",
        "'npm test'",
      ],
    ])
      assert.deepEqual(toolsOf(command), [], command);
  });

  it("are the same in a moment for a hostile command", () => {
    assert.deepEqual(toolsOf(`${"'".repeat(100_001)} ${'"\\'.repeat(100_000)}`), []);
    assert.equal(toolsOf(...Array.from({ length: 500 }, () => "npm x; go y; ruby z; php a")).length, 5);
  });
});

describe("A tool that is asked for its version", () => {
  const folder = temporaryFolder();
  const top = (): string => join(folder(), "shop");
  const bin = (): string => join(folder(), "bin");
  withEnvironment(() => ({ PATH: [bin(), join(top(), "bin"), dirname(process.execPath)].join(delimiter) }));

  beforeEach(async () => {
    await mkdir(join(top(), "bin"), { recursive: true });
    await mkdir(join(top(), "web"));
    await mkdir(bin());
  });

  async function program(path: string, script: string): Promise<void> {
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
  }

  async function asked(name: string, where = "."): Promise<string | undefined> {
    const [tool] = await askTools([{ name, folder: where }], top());
    assert.equal(tool?.name, name);
    return tool.version;
  }

  it("tells it: Node itself", async () => {
    assert.equal(await asked("node"), process.versions.node);
  });

  it("is asked in the folder of its step, without another repository and without being the editor", async () => {
    process.env["ELECTRON_RUN_AS_NODE"] = "1";
    try {
      await program(
        join(bin(), "go"),
        `echo "$(basename "$PWD") $1 \${ELECTRON_RUN_AS_NODE-none} $GOPROXY" > "${folder()}/asked"; echo "go version go1.21.5 linux/amd64"`,
      );
      assert.equal(await asked("go", "web"), "1.21.5");
      await program(join(bin(), "ruby"), `cat "${folder()}/asked" >&2; echo 'ruby 3.1.2p20 (2022-04-12)'`);
      assert.equal(await asked("ruby", "../../elsewhere"), "3.1.2p20");
    } finally {
      Reflect.deleteProperty(process.env, "ELECTRON_RUN_AS_NODE");
    }
    assert.equal((await readFile(join(folder(), "asked"), "utf8")).trim(), "web version none off");
  });

  it("has none where it is not there, fails or says nothing", async () => {
    await program(join(bin(), "php"), "echo 'PHP 8.2.7'; exit 1");
    await program(join(bin(), "make"), "echo 'no idea'");
    for (const name of ["php", "make", "dotnet", "constructor"])
      assert.equal(await asked(name), undefined, name);
  });

  it("is never run where it lies in the repository, also through a link or behind a relative search path", async () => {
    const ran = join(folder(), "ran");
    const script = `touch '${ran}'; echo 9.9.9`;
    await program(join(top(), "bin", "yarn"), script);
    await program(join(top(), "web", "pnpm"), script);
    await symlink(join(top(), "web", "pnpm"), join(bin(), "pnpm"));
    await program(join(top(), "cargo"), script);
    process.env["PATH"] = [".", "", "bin", process.env["PATH"] ?? ""].join(delimiter);
    for (const name of ["yarn", "pnpm", "cargo"]) assert.equal(await asked(name), undefined, name);
    await assert.rejects(access(ran));
  });

  it("is read from what each prints", () => {
    for (const [printed, version] of [
      ['openjdk version "17.0.9" 2023-10-17\nOpenJDK Runtime', "17.0.9"],
      ["\u001b[1mApache Maven 3.8.7 (b89d)\u001b[m\nMaven home: /usr", "3.8.7"],
      ["\n----\nGradle 8.5\n----\n", "8.5"],
      ["git version 2.39.5.windows.1", "2.39.5.windows.1"],
      ["Docker version 24.0.7, build afdd53b", "24.0.7"],
      ["v5.36.0", "5.36.0"],
      ["rustc 1.77.0-nightly (abc 2024-01-01)", "1.77.0-nightly"],
      ["nothing", undefined],
    ] as const)
      assert.equal(versionIn(printed), version, printed);
  });
});
