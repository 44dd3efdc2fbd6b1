import * as vscode from "vscode";
import { tailOf } from "../capture/cutText";
import { terminalText } from "../capture/terminalText";
import { instantOf } from "../halt/instant";
import { appendStep } from "./addStep";
import { change, commandTarget } from "./commandTarget";
import { showProblem, wordsOf } from "./messages";
import { mergedRedactions, redactText } from "./redactText";
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
  const raw = last.output === "" ? await lastOutput(services, last.terminal) : last.output;
  const output = await redactText(terminalText(raw).trim());
  const command = await redactText(last.command);
  const { halt, top } = target;
  const folder = last.folder === undefined || top === undefined ? last.folder : folderFrom(top, last.folder);
  const added = await appendStep(services, target, {
    text: command.text === "" ? "Run the command in the terminal" : `Run ${command.text}`,
    ...(command.text === "" ? {} : { command: command.text }),
    ...(folder === undefined ? {} : { folder }),
    ...(last.exitCode === undefined ? {} : { exitCode: last.exitCode }),
    ...(output.text === "" ? { outputNotCaptured: true } : { output: tailOf(output.text, keptBytes) }),
    captured: {
      at: instantOf(last.endedAt ?? last.startedAt),
      from: "terminal",
    },
  });
  const counts = mergedRedactions(halt, [output.found, command.found]);
  return added && (counts.length === 0 || change(services, target, counts));
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

function folderFrom(top: vscode.Uri, folder: string): string {
  if (folder === top.fsPath) return ".";
  return folder.startsWith(`${top.fsPath}/`) ? folder.slice(top.fsPath.length + 1) : folder;
}
