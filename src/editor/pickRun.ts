import * as vscode from "vscode";
import type { Halt } from "../halt/schema/halt";
import { askText, wordsOf } from "./messages";
import { plainLabel } from "./plainLabel";

/** What a person wants to be run. */
export type RunChoice =
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "task"; readonly task: vscode.Task };

interface RunItem extends vscode.QuickPickItem {
  /** `type` asks for a command. */
  readonly run?: RunChoice | { readonly kind: "type" };
  /** It came with the halt, which anybody may have written: the person sees all of it before it runs. */
  readonly isForeign?: boolean;
}

/**
 * Lets the person choose what to run: a command that was run before, a task, or one that they type. Text that fits nothing
 * in the list is a command.
 * @param remembered run here before, the newest first
 * @param folder in which it will run
 */
export async function pickRun(
  halt: Halt,
  remembered: readonly string[],
  folder: vscode.Uri,
): Promise<RunChoice | undefined> {
  const picker = vscode.window.createQuickPick<RunItem>();
  picker.title = "Run Tests and Attach Results";
  picker.placeholder = "Type a command for the shell, or wait for the list of tasks";
  picker.ignoreFocusOut = true;
  picker.busy = true;
  let known: readonly RunItem[] = commandItems(halt, remembered);
  const show = (): void => {
    const text = picker.value.trim();
    const fits = known.some(({ run, label }) => run !== undefined && includes(label, text));
    picker.items = text === "" || fits ? known : [typedItem(text), ...known];
  };
  const chosen = new Promise<RunItem | undefined>((resolve) => {
    picker.onDidChangeValue(show);
    picker.onDidAccept(() => {
      const [item] = picker.activeItems;
      if (item === undefined) return;
      if (item.isForeign === true && item.run?.kind === "command") {
        known = known.map((one) => (one === item ? { ...one, isForeign: false } : one));
        picker.value = item.run.command;
        picker.title = "This command is from the halt. Press Enter to run it as it stands here.";
        show();
        return;
      }
      resolve(item);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
  });
  picker.show();
  show();
  const offer = (tasks: readonly vscode.Task[], placeholder: string): void => {
    known = [...commandItems(halt, remembered), ...taskItems(tasks)];
    Object.assign(picker, { placeholder, busy: false });
    show();
  };
  // Tasks are asked of other extensions, of which some are slow: what is typed meanwhile runs as a command.
  void vscode.tasks.fetchTasks().then(
    (tasks) => {
      const own = tasks.filter(({ scope }) => isOf(scope, folder));
      offer(own, "A task, or a command for the shell");
    },
    (error: unknown) => {
      offer([], `A command for the shell; the tasks could not be listed: ${wordsOf(error)}`);
    },
  );
  const item = await chosen;
  if (item?.run?.kind !== "type") return item?.run;
  const command = await askText("Run Tests and Attach Results", {
    prompt: `A command for the shell. It runs in ${vscode.workspace.asRelativePath(folder, true)}.`,
    placeHolder: "npm test",
    value: picker.value.trim(),
  });
  return command === undefined ? undefined : { kind: "command", command };
}

function commandItems(halt: Halt, remembered: readonly string[]): RunItem[] {
  const foreign = commandsOf(halt).filter((command) => !remembered.includes(command));
  return [
    ...listed("run here before", remembered.map(commandItem)),
    ...listed(
      "in this halt",
      foreign.map((command) => ({ ...commandItem(command), isForeign: true })),
    ),
  ];
}

function taskItems(tasks: readonly vscode.Task[]): RunItem[] {
  const finite = tasks.filter(({ isBackground }) => !isBackground);
  const endless = tasks.filter(({ isBackground }) => isBackground);
  const testing = finite.filter(({ group }) => group?.id === vscode.TaskGroup.Test.id);
  const others = finite.filter((task) => !testing.includes(task));
  return [
    ...listed("test tasks", testing.map(taskItem)),
    { label: "$(terminal) Type a Command…", alwaysShow: true, run: { kind: "type" } },
    ...listed("other tasks", others.map(taskItem)),
    ...listed("tasks that keep running", endless.map(taskItem)),
  ];
}

function listed(label: string, items: readonly RunItem[]): RunItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function commandItem(command: string): RunItem {
  return { label: `$(history) ${plainLabel(command)}`, run: { kind: "command", command } };
}

function typedItem(command: string): RunItem {
  return {
    label: `$(play) ${plainLabel(command)}`,
    description: "run as a command",
    alwaysShow: true,
    run: { kind: "command", command },
  };
}

function taskItem(task: vscode.Task): RunItem {
  const { scope, detail } = task;
  const isOneOfMany = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const folder = isOneOfMany && typeof scope === "object" ? scope.name : "";
  return {
    label: `$(tools) ${plainLabel(taskName(task))}`,
    description: folder,
    ...(detail !== undefined && { detail: plainLabel(detail) }),
    run: { kind: "task", task },
  };
}

/** As the editor's own list of tasks names it. */
export function taskName({ name, source }: vscode.Task): string {
  return source === "" || source === "Workspace" || name.startsWith(`${source}: `)
    ? name
    : `${source}: ${name}`;
}

/** Commands of which the halt holds a run: whole, on one line, and short enough to be read. */
function commandsOf({ failingTests, testRuns }: Halt): readonly string[] {
  const commands = [...testRuns, ...failingTests].flatMap(({ captured }) => captured.run?.command ?? []);
  const readable = commands.filter(
    (command) => /^[\x20-\x7E]{1,160}$/.test(command) && !command.includes("[redacted"),
  );
  return [...new Set(readable)].reverse();
}

function isOf(scope: vscode.Task["scope"], folder: vscode.Uri): boolean {
  if (typeof scope !== "object") return true;
  const [one, other] = [`${scope.uri.path}/`, `${folder.path}/`];
  return one.startsWith(other) || other.startsWith(one);
}

function includes(label: string, text: string): boolean {
  return label
    .replace(/^\$\(\w+\) /, "")
    .toLowerCase()
    .includes(text.toLowerCase());
}
