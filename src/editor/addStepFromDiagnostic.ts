import * as vscode from "vscode";
import * as z from "zod";
import { phrase } from "../assess/phrase";
import { addCodeStep } from "./addCodeStep";
import { commandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

/** What a problem of the editor says, and where; `line` is 1-based. */
const problemSchema = z.object({
  uri: z.string(),
  line: z.number().int().positive(),
  message: z.string(),
  /** As in `ts 2322`. */
  from: z.string(),
});

const longestMessage = 500;

type Problem = z.output<typeof problemSchema>;

/** Adds a step that points at a problem of the file in front and says what it is: the one given, else one that is picked. */
export async function addStepFromDiagnostic(services: Services, argument?: unknown): Promise<boolean> {
  const given = z.looseObject({ problem: problemSchema }).safeParse(argument);
  const problem = given.success ? given.data.problem : await pickProblem();
  if (problem === undefined) return false;
  const target = await commandTarget(services, undefined);
  if (target === undefined) return false;
  const uri = vscode.Uri.parse(problem.uri);
  if (uri.scheme !== "file") {
    showProblem(`${uri.toString()} is no file of the repository, so it was not added as a step.`);
    return false;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const from = problem.from === "" ? "" : ` (${problem.from})`;
  return addCodeStep(
    services,
    target,
    { document, line: problem.line },
    (where) => `See ${where}: ${cut(phrase(problem.message))}${from}`,
  );
}

function cut(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage).trimEnd()}…`;
}

/** A problem as an argument of the command. */
export function problemAt(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Problem {
  const { message, range, source = "", code } = diagnostic;
  const id = typeof code === "object" ? code.value : (code ?? "");
  return {
    ...{ uri: uri.toString(), line: range.start.line + 1, message },
    from: [source, String(id)].filter((part) => part !== "").join(" "),
  };
}

/** Nearest to the cursor first. */
async function pickProblem(): Promise<Problem | undefined> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor?.document.uri.scheme !== "file") {
    showProblem("Open the file with the problem in an editor first, then add it as a step.");
    return undefined;
  }
  const { document, selection } = editor;
  const away = ({ range }: vscode.Diagnostic): number => Math.abs(range.start.line - selection.active.line);
  const problems = vscode.languages
    .getDiagnostics(document.uri)
    .toSorted((a, b) => away(a) - away(b) || a.severity - b.severity);
  if (problems.length === 0) {
    showProblem("The editor shows no problem in this file.");
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(
    problems.map((diagnostic) => {
      const problem = problemAt(document.uri, diagnostic);
      return {
        label: `$(${icons[diagnostic.severity]}) ${plainLabel(phrase(problem.message))}`,
        description: plainLabel(
          [`line ${problem.line}`, problem.from].filter((part) => part !== "").join(", "),
        ),
        problem,
      };
    }),
    { title: "Which problem is a step of the reproduction?", matchOnDescription: true },
  );
  return picked?.problem;
}

const icons: Readonly<Record<vscode.DiagnosticSeverity, string>> = {
  [vscode.DiagnosticSeverity.Error]: "error",
  [vscode.DiagnosticSeverity.Warning]: "warning",
  [vscode.DiagnosticSeverity.Information]: "info",
  [vscode.DiagnosticSeverity.Hint]: "lightbulb",
};
