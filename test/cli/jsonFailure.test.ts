import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

describe("A command that fails with --json", () => {
  const cli = commandLine();
  const folder = temporaryFolder();
  let shop = "";

  beforeEach(async () => {
    shop = join(folder(), "shop");
    await makeRepository(shop);
    await writeFile(join(shop, "broken.halt.json"), '{ "version": 1,');
    await mkdir(join(folder(), "elsewhere"));
  });

  async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return runCli(cli(), shop, args, { env });
  }

  /** Standard output holds the same message as standard error, as the only thing that there is. */
  function assertError({ code, out, err }: Ran, words: RegExp): void {
    assert.equal(code, 2);
    const document: unknown = JSON.parse(out);
    const line = err.trimEnd();
    assert.match(line, words);
    assert.deepEqual(document, { error: line.replace("release-halt: ", "") });
  }

  for (const [what, args, words] of [
    ["an unknown command", ["chek", "--json"], /no command "chek"/],
    ["no command at all", ["--json"], /no command "--json"/],
    ["an unknown option", ["facts", "--json", "--bse", "main"], /Unknown option '--bse'/],
    ["an option without its value", ["check", "--json", "--tag"], /--tag/],
    ["a value that is an option", ["check", "--tag", "--json"], /--tag/],
    ["a value that asks for help", ["guard", "--tag", "--help", "--json"], /--tag/],
    ["too few arguments", ["status", "--json"], /takes 1 argument\.$/],
    ["too many arguments", ["check", "v1.0.0", "--json"], /takes 0 arguments/],
    ["an option that is needed", ["draft", "--json"], /--title is needed/],
    ["a value that is none of those", ["status", "x", "--for", "tea", "--json"], /--for is one of/],
    ["a number that is none", ["check", "--json", "--max-age", "soon"], /--max-age/],
    ["a halt that cannot be read", ["status", "broken.halt.json", "--json"], /broken\.halt\.json:1:/],
    ["a halt that nobody knows", ["lift", "nobody", "--reason", "x", "--json"], /nobody/],
    ["no repository", ["check", "--repo", "../elsewhere", "--json"], /not in a git repository/],
    ["a folder that is not there", ["facts", "--repo", "gone", "--json"], /not a folder/],
    ["a gate of an unknown kind", ["install", "travis", "--json"], /"travis" is none of/],
  ] as const) {
    it(`says so in one JSON document for ${what}`, async () => {
      assertError(await run(args, { GIT_CEILING_DIRECTORIES: folder() }), words);
    });
  }

  it("says so in one JSON document where git is not found", async () => {
    assertError(await run(["check", "--json"], { PATH: folder() }), /Git was not found/);
  });

  it("prints no JSON where that was not asked for, also not for a file of that name", async () => {
    for (const args of [["draft"], ["status", "--", "--json"], ["chek", "--jsonl"]]) {
      const { code, out } = await run(args);
      assert.equal(code, 2, args.join(" "));
      assert.equal(out, "", args.join(" "));
    }
  });
});
