import assert from "node:assert/strict";
import { takeDebugMessage, type DebugLaunch } from "../../src/capture/recording/debugMessage";
import { startedRun } from "../../src/capture/recording/seenRun";
import { StreamTail } from "../../src/capture/recording/streamTail";

const exited = (exitCode: number) => ({ type: "event", event: "exited", body: { exitCode } });
const printed = (output: string) => ({ event: "output", body: { category: "stderr", output } });
const inTerminal = (...args: readonly string[]) => ({ command: "runInTerminal", arguments: { args } });

function launchAfter(...sent: readonly (readonly [unknown, boolean])[]): DebugLaunch {
  const source = { kind: "debug", name: "Launch the till", type: "node" } as const;
  const seen = startedRun({ source, folder: undefined });
  const launch: DebugLaunch = { seen, printed: new StreamTail(), inTerminal: undefined };
  for (const [message, isRoot] of sent) takeDebugMessage(launch, message, isRoot);
  return launch;
}

describe("What a debugger tells of a launch", () => {
  it("has the exit code of the launch itself, before and after a process that it started ended", () => {
    assert.equal(launchAfter([exited(3), false], [exited(1), true], [exited(0), false]).seen.exitCode, 1);
    assert.equal(launchAfter([exited(3), false]).seen.exitCode, undefined);
    const words = printed("Process exited with code 1\n");
    assert.equal(launchAfter([words, true], [exited(0), false]).seen.exitCode, 1);
  });

  it("prints what its processes print, and runs in the terminal what the launch itself asked for", () => {
    const launch = launchAfter(
      [inTerminal("node", "till.js"), true],
      [inTerminal("node", "child.js"), false],
      [printed("Process exited with code 0\n"), false],
      ["something else", true],
    );
    assert.deepEqual(launch.inTerminal, ["node", "till.js"]);
    assert.equal(launch.printed.text(), "Process exited with code 0\n");
  });
});
