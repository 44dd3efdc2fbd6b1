import type { RecordedRun } from "./recording";

/** A shell, or a program that opens one elsewhere, that was started to be typed into. */
const opensShell =
  /^(?:sudo\s+)?(?:(?:\S*\/)?(?:sh|bash|dash|ksh|zsh|fish|pwsh|powershell|cmd|tmux|screen|su)(?:\s+-[il]+)?|ssh\s.*)$/;

/** What a person needs to know of a run that its facts do not say by themselves, each in a few words. */
export function runRemarks(run: RecordedRun): readonly string[] {
  const { source, command, exitCode, end, output, isFullScreen, isOutside, found } = run;
  const secrets = Object.values(found).reduce((sum, count) => sum + count, 0);
  return [
    command === undefined && source.kind === "terminal" ? "the shell told no command line" : "",
    run.isCut === true ? "too long to be kept whole" : "",
    run.isReadOffScreen === true ? "the command line was read off the screen" : "",
    end === "running" ? "still running when the recording stopped" : "",
    end === "closed" ? "its terminal was closed while it ran" : "",
    end === "ended" && exitCode === undefined ? "exit code unknown" : "",
    isFullScreen === true
      ? "a full-screen program: what it showed is not kept"
      : output === undefined
        ? "output not captured"
        : "",
    command !== undefined && opensShell.test(command) ? "what was typed in it was not seen" : "",
    isOutside === true ? "outside of the repository" : "",
    secrets === 0 ? "" : secrets === 1 ? "a secret was taken out" : `${secrets} secrets were taken out`,
  ].filter((remark) => remark !== "");
}
