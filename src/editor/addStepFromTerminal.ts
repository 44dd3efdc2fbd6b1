import { realpath } from "node:fs/promises";
import * as vscode from "vscode";
import { tailOf } from "../capture/cutText";
import { terminalText } from "../capture/terminalText";
import { instantOf } from "../halt/instant";
import { pathInside } from "../system/pathInside";
import { appendStep } from "./addStep";
import { commandTarget } from "./commandTarget";
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
  const raw = last.output === "" && ended ? await lastOutput(services, last.terminal) : last.output;
  const output = await redactText(terminalText(raw).trim());
  const command = await redactText(last.command);
  const folder = await folderIn(target.top, last.folder);
  const step = {
    text: command.text === "" ? "Run the command in the terminal" : `Run ${command.text}`,
    ...(command.text === "" ? {} : { command: command.text }),
    ...(folder === undefined ? {} : { folder }),
    ...(last.exitCode === undefined ? {} : { exitCode: last.exitCode }),
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

/** Where in the repository; a folder outside of it names a person's home and means nothing to others. */
async function folderIn(
  top: vscode.Uri | undefined,
  folder: string | undefined,
): Promise<string | undefined> {
  if (top?.scheme !== "file" || folder === undefined) return undefined;
  if (await isSame(top.fsPath, folder)) return ".";
  return (await pathInside(top.fsPath, folder))?.relative;
}

async function isSame(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map(async (path) => realpath(path).catch(() => path)));
  return one === other;
}
