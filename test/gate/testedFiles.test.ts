import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { markedBlock } from "../../src/gate/install/markedBlock";
import { manifest, marked, please } from "./support/guardedFiles";
import { triedShop } from "./support/triedShop";

describe("Testing the gate in a file that somebody changed", () => {
  const { repository, install, write, read, change, tried } = triedShop();

  for (const [name, installed] of Object.entries(marked)) {
    const { id, path } = installed;
    const asking =
      /^[ \t]*(?:#|\/\/) >>> release-halt >>> \w+\n(?:(?!.*<<< release-halt).*\n)*?.*gate\.sh guard(?:(?!.*<<< release-halt).*\n)*.*<<< release-halt <<<\n?/m;

    it(`runs what stands in the file of ${name}, and not what should stand there`, async () => {
      await install(installed);
      for (const [line, result] of [
        ["true .release-halt/gate.sh guard", "silent"],
        ["sh .release-halt/gone.sh || sh .release-halt/gate.sh guard --environment production", "stops"],
        ["sh .release-halt/gone.sh # .release-halt/gate.sh guard", "silent"],
      ] as const) {
        const before = await read(path);
        await write(path, withLine(before, line));
        const gate = await tried(id);
        assert.equal(gate?.result, result, `${line}: ${gate?.why ?? "not there"}`);
        await write(path, before);
      }
    });

    it(`does not say of ${name} that it stops where the block, or half of it, is gone or a comment`, async () => {
      await install(installed);
      const whole = await read(path);
      const comment = path === "Jenkinsfile" ? "// " : "# ";
      for (const [broken, how] of [
        ["no start", (text: string) => text.replace(/^.*>>> release-halt >>>.*\n/m, "")],
        ["no end", (text: string) => text.replace(/^.*<<< release-halt <<<.*\n?/m, "")],
        [
          "comments inside",
          (text: string) => text.replace(/^.*gate\.sh guard.*$/m, (line) => comment + line),
        ],
        [
          "all a comment",
          (text: string) => text.replaceAll(/^(?=[^\n])(?!#!)/gm, comment).replace(/(?:# |\/\/ )$/, ""),
        ],
      ] as const) {
        await write(path, how(whole));
        const gate = await tried(id);
        // Without the line with which release-please runs, there is no such tool.
        if (broken === "all a comment" && gate === undefined) continue;
        assert.equal(gate?.result, "edited", `${broken}: ${gate?.why ?? "not there"}`);
        await write(path, whole);
      }
      await write(path, whole.replace(asking, ""));
      assert.notEqual((await tried(id))?.result, "stops");
    });
  }

  /** The block that asks, whole and with its sum, with another line. */
  function withLine(text: string, line: string): string {
    return text.replaceAll(
      /^([ \t]*)(#|\/\/) >>> release-halt >>> \w+\n([^]*?\n)[ \t]*(?:#|\/\/) <<< release-halt <<<$/gm,
      (all, indent: string, comment: string, inside: string) => {
        if (!inside.includes("gate.sh guard")) return all;
        const lines = inside
          .split("\n")
          .slice(0, -1)
          .map((one) => (one.startsWith(indent) ? one.slice(indent.length) : one))
          .map((one) => one.replace(/sh \.release-halt\/gate\.sh guard.*?(?=\{\{ end \}\}"$|$)/, line));
        return markedBlock(lines, { indent, eol: "\n", comment: comment === "#" ? "#" : "//" });
      },
    );
  }

  it("sees what was added to the gate's job or step after the block", async () => {
    for (const [name, line] of [
      ["GitHub Actions", "        continue-on-error: true\n"],
      ["GitHub Actions", "    continue-on-error: true\n"],
      ["GitLab CI", "  when: manual\n"],
    ] as const) {
      const installed = marked[name];
      assert.ok(installed !== undefined);
      await install(installed);
      await change(installed.path, (text) => `${text.trimEnd()}\n${line}`);
      assert.equal((await tried(installed.id))?.result, "edited", line);
      await rm(join(repository().folder, installed.path));
    }
  });

  it("says that a whole block does nothing where its file does not run it", async () => {
    const elsewhere: readonly (readonly [string, (text: string) => string])[] = [
      [
        "GitLab CI",
        (text) => text.replace(/(# >>>[^]*)/, (all) => `.off:\n${all.replaceAll(/^(?=.)/gm, "  ")}`),
      ],
      ["CircleCI", (text) => text.replace(/workflows:[^]*/, "workflows: {}\n")],
      ["CircleCI", (text) => `${text}jobs: {}\n`],
      ["Jenkins", (text) => text.replace("    // >>>", "/*\n    // >>>").replace("<<<\n", "<<<\n*/\n")],
      [
        "Jenkins",
        (text) => text.replace("stages {\n", "stages {\n    stage('First') { steps { sh 'make' } }\n"),
      ],
      [
        "release-please",
        (text) => text.replace(`- uses: ${please}`, `$&\n        if: \${{ !cancelled() || always() }}`),
      ],
      [
        "release-please",
        (text) => `${text}  other:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${please}\n`,
      ],
      ["GoReleaser", (text) => text.replace("before:", "after:")],
    ];
    for (const [name, how] of elsewhere) {
      const installed = marked[name];
      assert.ok(installed !== undefined);
      await install(installed);
      await change(installed.path, how);
      const gate = await tried(installed.id);
      assert.equal(
        gate?.result,
        "silent",
        `${name}: ${gate?.why ?? "not there"}\n${await read(installed.path)}`,
      );
      await rm(join(repository().folder, installed.path));
    }
  });

  it("says that a script which goes on after the gate's line lets a release through", async () => {
    for (const script of ["make || true", "make; make", "make & make", "make\nmake", "( a; b ) || ( c )"]) {
      await write(
        "package.json",
        manifest({ prepublishOnly: `sh .release-halt/gate.sh guard --fetch-history && ${script}` }),
      );
      assert.match((await tried("npm"))?.why ?? "", /goes on after it/, script);
    }
    const script = "sh .release-halt/gate.sh guard --fetch-history && make; changeset publish";
    await write("package.json", manifest({ release: script, again: "changeset publish" }));
    assert.match((await tried("changesets"))?.why ?? "", /goes on after it.*again.*without asking/);
  });
});
