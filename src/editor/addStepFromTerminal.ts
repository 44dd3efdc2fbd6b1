import * as vscode from "vscode";
import { tailOf } from "../capture/cutText";
import { terminalText } from "../capture/terminalText";
import { instantOf } from "../halt/instant";
import { appendStep } from "./addStep";
import { commandTarget } from "./commandTarget";
import { folderIn } from "./folderIn";
import { showProblem, wordsOf } from "./messages";
import { redactText } from "./redactText";
import type { Services } from "./services";

const keptBytes = 2048;

/** Adds the last command of the terminal as a step: command, folder, exit code or "unknown", and the end of its output. */
export async function addStepFromTerminal(services: Services): Promise<boolean> {
  const last = services.terminals.last();
  if (last === undefined) {
    showProblem(
      "No terminal command is known yet. Run the command in VS Code's terminal with shell integration, then add it as a step.",
    );
    return false;
  }
  const target = await commandTarget(services, undefined);
  if (target === undefined) return false;
  // While it runs, the terminal would copy what the command before it printed.
  const ended = last.endedAt !== undefined;
  const printed = last.printed.text();
  const raw = printed === "" && ended ? await lastOutput(services, last.terminal) : printed;
  const output = await redactText(terminalText(raw).trim());
  const command = await redactText(last.command);
  const folder = await folderIn(target.top, last.folder);
  const step = {
    text: command.text === "" ? "Run the command in the terminal" : `Run ${command.text}`,
    ...(command.text === "" ? {} : { command: command.text }),
    ...(folder === undefined ? {} : { folder }),
    ...(last.exitCode === undefined ? {} : { exitCode: last.exitCode }),
    ...(last.endedAt !== undefined && { durationMs: last.endedAt.getTime() - last.startedAt.getTime() }),
    ...(output.text === "" ? { outputNotCaptured: true } : { output: tailOf(output.text, keptBytes) }),
    captured: {
      at: instantOf(last.endedAt ?? last.startedAt),
      from: "terminal",
    },
  };
  return appendStep(services, target, step, [output.found, command.found]);
}

/**
 * A short command often brings no stream. The terminal's own command then copies what it showed; the clipboard gets its
 * text back.
 */
async function lastOutput(services: Services, terminal: vscode.Terminal): Promise<string> {
  const before = await vscode.env.clipboard.readText();
  try {
    terminal.show(true);
    await vscode.env.clipboard.writeText("");
    await vscode.commands.executeCommand("workbench.action.terminal.copyLastCommandOutput");
    return await vscode.env.clipboard.readText();
  } catch (error) {
    services.log.info(`The terminal's last output could not be copied: ${wordsOf(error)}`);
    return "";
  } finally {
    await vscode.env.clipboard.writeText(before);
  }
}
