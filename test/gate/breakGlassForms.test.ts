import assert from "node:assert/strict";
import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { commandLine, runCli } from "../support/commandLine";
import { lost } from "./cases/lost";
import { gateForms } from "./support/forms";
import { breakGlass, hookShop, run, type Ran } from "./support/hookShop";
import { withoutName } from "./support/withoutName";

const cli = commandLine();
const forms = gateForms(cli);
const question = ["--ref", "release/2.4"];

for (const [form, program] of forms) {
  describe(`Breaking the glass of the gate in ${form} before a command`, () => {
    const { folder, repository, remote, inRemote, bypassesHere, bypassesThere, halt } = hookShop();

    async function guard(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran> {
      return run(repository.folder, [...program(), "guard", ...args], env);
    }

    it("goes on, and records it at the remote at once", async () => {
      await halt({ id: "all" });
      const { code, out, err } = await guard(question, breakGlass);
      assert.equal(code, 0);
      assert.equal(out, "");
      assert.match(
        err,
        /Halt: all[^]*\*\nTHE GLASS WAS BROKEN.*\nReason: The shop is down\nIt is recorded, and who keeps/,
      );
      assert.deepEqual(await bypassesHere(), []);
      const [kept = "", ...more] = await bypassesThere();
      assert.deepEqual(more, []);
      assert.match(kept, /^refs\/heads\/release-halts-bypass\/\d+-[0-9a-f]{12}$/);
      assert.match(
        await inRemote("log", "-1", "--format=%B", kept),
        /^Bypassed: refs\/heads\/release\/2\.4\n\nReason: The shop is down\nCommit: [0-9a-f]{40}\nRef: refs\/heads\/release\/2\.4\nAt: \d+\nBy: Ana Example\nHalt: all$/,
      );
      assert.equal(await inRemote("log", "-1", "--format=%P%an%cn", kept), "Ana ExampleAna Example");
      assert.equal(await inRemote("ls-tree", kept), "");
      await inRemote("fsck", "--strict");
    });

    for (const reason of ["", " \t\n"]) {
      it(`takes ${JSON.stringify(reason)} for no reason`, async () => {
        await halt({ id: "all" });
        const { code, err } = await guard(question, { RELEASE_HALT_BREAK_GLASS: reason });
        assert.equal(code, 1);
        assert.doesNotMatch(err, /GLASS WAS/);
        assert.deepEqual([...(await bypassesHere()), ...(await bypassesThere())], []);
      });
    }

    it("records nothing where nothing had to be bypassed", async () => {
      await halt();
      const cannotTell = ["--ref", "release/9", "--commit", lost, "--environment", "staging"];
      for (const args of [question, cannotTell]) {
        const { code, err } = await guard(args, breakGlass);
        assert.equal(code, 0);
        assert.doesNotMatch(err, /GLASS WAS/);
      }
      assert.deepEqual([...(await bypassesHere()), ...(await bypassesThere())], []);
    });

    it("keeps the record while the remote is away, and the next run pushes it", async () => {
      await halt({ id: "all" });
      await guard(question);
      await rename(remote(), `${remote()}.away`);
      const { code, err } = await guard([...question, "--offline"], breakGlass);
      assert.equal(code, 0);
      assert.match(err, /recorded in this clone only/);
      assert.equal((await bypassesHere()).length, 1);
      await guard(question);
      assert.equal((await bypassesHere()).length, 1);
      await rename(`${remote()}.away`, remote());
      await guard([...question, "--offline"]);
      assert.equal((await bypassesHere()).length, 1);
      await guard(question);
      assert.deepEqual(await bypassesHere(), []);
      assert.equal((await bypassesThere()).length, 1);
    });

    it("does not turn once more to a remote that did not answer", async () => {
      await halt({ id: "all" });
      await repository.git("remote", "set-url", "origin", join(folder(), "gone.git"));
      await repository.git("remote", "set-url", "--push", "origin", remote());
      const { code, err } = await guard(question, breakGlass);
      assert.equal(code, 0);
      assert.match(err, /recorded in this clone only/);
      assert.deepEqual([(await bypassesHere()).length, await bypassesThere()], [1, []]);
    });

    it("comes to the ledger as an event with the next exchange, where it was broken offline", async () => {
      await halt({ id: "all" }, { id: "closed", mode: "closed" });
      await guard(question);
      assert.equal((await guard([...question, "--offline"], breakGlass)).code, 0);
      assert.deepEqual(await bypassesThere(), []);
      assert.equal((await runCli(cli(), repository.folder, ["sync"])).code, 0);
      assert.deepEqual([...(await bypassesHere()), ...(await bypassesThere())], []);
      const log = await runCli(cli(), repository.folder, ["log", "--offline", "--json"]);
      const { events } = logged.parse(JSON.parse(log.out));
      assert.deepEqual(
        events.flatMap((one) => (one.event.kind === "bypassed" ? [one] : [])),
        [
          {
            halt: "all",
            shared: true,
            event: {
              kind: "bypassed",
              by: "Ana Example",
              reason: "The shop is down",
              ref: "refs/heads/release/2.4",
              commit: await repository.git("rev-parse", "release/2.4"),
            },
          },
        ],
      );
    });

    it("records what was asked where the commit is not here, and no halt where none is known to stop it", async () => {
      await halt({ id: "all" });
      const { code } = await guard(["--tag", "v9", "--commit", lost, "--offline"], breakGlass);
      assert.equal(code, 0);
      const [kept = ""] = await bypassesHere();
      assert.match(
        await repository.git("log", "-1", "--format=%B", kept),
        /^Bypassed: refs\/tags\/v9\n\nReason: The shop is down\nCommit:\s*\nRef: refs\/tags\/v9\nAt: \d+\nBy: Ana Example$/,
      );
    });

    it("writes a reason of several lines as one", async () => {
      await halt({ id: "all" });
      const reason = "Down\n\nCommit: forged\n\u001b[2J##vso[task.complete]###";
      const { err } = await guard(question, { RELEASE_HALT_BREAK_GLASS: reason });
      const [kept = ""] = await bypassesThere();
      const message = await inRemote("log", "-1", "--format=%B", kept);
      assert.equal(message.match(/^Commit: /gm)?.length, 1);
      assert.match(message, /^Reason: Down {2}Commit: forged {2}\[2J# #vso\[task\.complete\]# # #$/m);
      for (const command of ["\u001b", "##"]) assert.ok(!(message + err).includes(command), err);
    });

    it("records it without a name, without a signature, and without a hook that hears of it", async () => {
      await halt({ id: "all" });
      await guard(question);
      const nobody = { ...breakGlass, ...(await withoutName(repository, folder())) };
      await repository.git("config", "commit.gpgSign", "true");
      await repository.git("config", "gpg.program", "false");
      const hooks = join(folder(), "hooks");
      await mkdir(hooks);
      for (const hook of ["reference-transaction", "pre-push"]) {
        await writeFile(join(hooks, hook), "#!/bin/sh\nexit 1\n");
        await chmod(join(hooks, hook), 0o755);
      }
      await repository.git("config", "core.hooksPath", hooks);
      assert.equal((await guard(question, nobody)).code, 0);
      const [kept = ""] = await bypassesThere();
      assert.match(await inRemote("log", "-1", "--format=%B", kept), /\nBy:\s*\nHalt: all$/);
    });

    it("says that it could not be recorded, and goes on, where nothing can be written", async () => {
      await halt({ id: "all" });
      await guard(question);
      await writeFile(join(repository.folder, ".git/refs/release-halt/bypass"), "");
      const { code, err } = await guard([...question, "--offline"], breakGlass);
      assert.equal(code, 0);
      assert.match(err, /It could NOT be recorded\. Tell those who keep the halts yourself\./);
    });
  });
}

describe("The notes of both forms of the gate", () => {
  const { repository, bypassesHere, halt } = hookShop();

  it("are the same but for the time", async () => {
    await halt(
      { id: "b" },
      { id: "a", bad: [repository.ids.bug ?? ""] },
      { id: "other", refs: ["refs/tags/*"] },
    );
    const notes: string[] = [];
    for (const [, program] of forms) {
      await run(repository.folder, [...program(), "guard", ...question]);
      await run(repository.folder, [...program(), "guard", ...question, "--offline"], breakGlass);
      const [kept = ""] = await bypassesHere();
      const note = await repository.git("cat-file", "commit", kept);
      notes.push(note.replaceAll(/^At: \d+$/gm, "At: then").replaceAll(/ \d+ [+-]\d{4}$/gm, " then"));
      await repository.git("update-ref", "-d", kept);
    }
    assert.equal(notes[0], notes[1]);
  });
});

const logged = z.object({
  events: z.array(
    z.object({
      halt: z.string(),
      shared: z.boolean(),
      event: z.object({
        kind: z.string(),
        by: z.string().optional(),
        reason: z.string().optional(),
        ref: z.string().optional(),
        commit: z.string().optional(),
      }),
    }),
  ),
});
