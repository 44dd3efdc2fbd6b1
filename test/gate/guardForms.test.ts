import assert from "node:assert/strict";
import * as z from "zod";
import { commandLine, runCli } from "../support/commandLine";
import { gateForms } from "./support/forms";
import { breakGlass, hookShop, run, type Ran } from "./support/hookShop";

const cli = commandLine();
const forms = gateForms(cli);
const question = ["--ref", "release/2.4"];

for (const [form, program] of forms) {
  describe(`The gate in ${form} guarding a command`, () => {
    const { folder, repository, halt } = hookShop();

    async function guard(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> {
      return run(repository.folder, [...program(), "guard", ...args], env);
    }

    it("lets what no halt stops go on, and leaves standard output to what comes next", async () => {
      await halt({ id: "all", mode: "closed" });
      const { code, out, err } = await guard(question);
      assert.equal(code, 0);
      assert.equal(out, "");
      assert.match(err, /Open: no halt stops|No halt is active/);
    });

    for (const mode of ["halted", "approval"] as const) {
      it(`stops what is halted in every environment, and says how it goes on (${mode})`, async () => {
        await halt({ id: "all", mode });
        const { code, out, err } = await guard([...question, "--environment", "staging"]);
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.match(
          err,
          /Halt: all\nIt can go on once the halt is lifted\.\nIn an emergency, .* recorded\.\n$/,
        );
      });
    }

    it("stops what cannot be told in production, and warns elsewhere", async () => {
      const cannotTell = [...question, "--offline"];
      for (const where of [[], ["--environment", "production"], ["--environment", "Live"]]) {
        const { code, err } = await guard([...cannotTell, ...where]);
        assert.equal(code, 1, where.join(" "));
        assert.match(err, /an(not)? tell[^]*In an emergency/);
        assert.doesNotMatch(err, /once the halt is lifted/);
      }
      const { code, err } = await guard([...cannotTell, "--environment", "staging"]);
      assert.equal(code, 0);
      assert.match(
        err,
        /an(not)? tell[^]*It goes on: what cannot be told stops only a production release\.\n$/,
      );
    });

    it("stops where an approval is required, although of another halt it cannot be told", async () => {
      await halt({ id: "approval", mode: "approval" }, { id: "bug", bad: [repository.ids.bug ?? ""] });
      const { code, err } = await guard(["--ref", "release/9", "--environment", "staging"]);
      assert.equal(code, 1);
      assert.match(err, /an(not)? tell/);
      assert.match(err, /Halt: approval/);
    });

    it("ends with 2 and a sentence without git, and where there is no repository, whoever breaks the glass", async () => {
      const without = await guard([], { ...breakGlass, PATH: folder() });
      assert.equal(without.code, 2);
      assert.match(without.err, /git was not found/i);
      const env = { ...breakGlass, GIT_CEILING_DIRECTORIES: folder() };
      const outside = await run(folder(), [...program(), "guard"], env);
      assert.equal(outside.code, 2);
      assert.match(outside.err, /git repository/);
    });
  });
}

describe("The gate in Node guarding a command, asked for JSON", () => {
  const { repository, halt, bypassesHere } = hookShop();

  async function guard(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<unknown> {
    const ran = await runCli(cli(), repository.folder, ["guard", ...question, "--json", ...args], { env });
    const answer = guarded.parse(JSON.parse(ran.out));
    assert.equal(ran.code, answer.stops ? 1 : 0);
    return answer;
  }

  it("tells whether it stops, and how a broken glass is recorded", async () => {
    await halt({ id: "all" });
    assert.deepEqual(await guard({}), { verdict: "halted", stops: true, bypass: null });
    const reason = "The shop is down";
    assert.deepEqual(await guard(breakGlass), {
      verdict: "halted",
      stops: false,
      bypass: { reason, recorded: "sent" },
    });
    assert.deepEqual(await guard(breakGlass, "--offline"), {
      verdict: "halted",
      stops: false,
      bypass: { reason, recorded: "waiting" },
    });
  });

  it("notes no secret that stands in the reason for breaking the glass", async () => {
    await halt({ id: "all" });
    const token = `ghp_${"a1B2".repeat(9)}`;
    await guard({ RELEASE_HALT_BREAK_GLASS: `Deployed with ${token}` }, "--offline");
    const [kept = ""] = await bypassesHere();
    const note = await repository.git("log", "-1", "--format=%B", kept);
    assert.match(note, /^Reason: Deployed with \[redacted: GitHub token\]$/m);
  });
});

const guarded = z.object({
  verdict: z.string(),
  stops: z.boolean(),
  bypass: z.object({ reason: z.string(), recorded: z.string() }).nullable(),
});
