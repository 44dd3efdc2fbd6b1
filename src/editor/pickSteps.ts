import * as vscode from "vscode";
import { durationWords } from "../assess/durationWords";
import { counted } from "../assess/rangeWords";
import type { RunSource } from "../capture/recording/recording";
import type { ReviewedStep } from "../capture/recording/reviewSteps";
import { askText } from "./messages";
import { plainLabel } from "./plainLabel";

interface StepItem extends vscode.QuickPickItem {
  step?: ReviewedStep;
}

type Picked =
  | { readonly kind: "kept"; readonly steps: readonly ReviewedStep[] }
  | { readonly kind: "discard" }
  | { readonly kind: "left" };

const button = (icon: string, tooltip: string): vscode.QuickInputButton => ({
  iconPath: new vscode.ThemeIcon(icon),
  tooltip,
});
const up = button("arrow-up", "Move Up");
const down = button("arrow-down", "Move Down");
const name = button("edit", "Name This Step");
const discard = button("trash", "Discard the Recording");

const icons: Readonly<Record<RunSource["kind"], string>> = {
  terminal: "terminal",
  task: "tools",
  debug: "debug-alt",
};

/**
 * Has the person keep, drop, move and name steps. What is proposed for dropping is there, unchecked, with the reason.
 * @param notes what the recording has to say of itself, each in a few words
 */
export async function pickSteps(steps: readonly ReviewedStep[], notes: readonly string[]): Promise<Picked> {
  const picker = vscode.window.createQuickPick<StepItem>();
  const kind = vscode.QuickPickItemKind.Separator;
  const head = notes.map((label): StepItem => ({ label: plainLabel(label), kind }));
  let items = steps.map((step) => itemOf(step));
  let isNaming = false;
  picker.title = titleOf(steps);
  picker.placeholder = "Enter adds the checked steps to the halt, Escape keeps the recording";
  picker.canSelectMany = true;
  picker.ignoreFocusOut = true;
  picker.keepScrollPosition = true;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.buttons = [discard];
  const show = (selected: readonly StepItem[], active: readonly StepItem[]): void => {
    picker.items = [...head, ...items];
    picker.selectedItems = selected;
    if (active.length > 0) picker.activeItems = active;
  };
  const rename = async (item: StepItem): Promise<void> => {
    const { step } = item;
    if (step === undefined) return;
    const selected = picker.selectedItems;
    isNaming = true;
    const text = await askText("Name This Step", {
      prompt: "What to do, in the imperative",
      value: step.text,
    });
    isNaming = false;
    const named = text === undefined ? item : itemOf({ ...step, text });
    items = items.map((one) => (one === item ? named : one));
    show(
      selected.map((one) => (one === item ? named : one)),
      [named],
    );
    picker.show();
  };
  return new Promise<Picked>((resolve, reject) => {
    const end = (picked: Picked): void => {
      resolve(picked);
      picker.dispose();
    };
    picker.onDidTriggerItemButton(({ item, button: pressed }) => {
      if (pressed === name) {
        rename(item).catch(reject);
        return;
      }
      items = moved(items, item, pressed === up ? -1 : 1);
      show(picker.selectedItems, [item]);
    });
    picker.onDidTriggerButton(() => {
      end({ kind: "discard" });
    });
    picker.onDidAccept(() => {
      const kept = items.flatMap((item) =>
        item.step !== undefined && picker.selectedItems.includes(item) ? [item.step] : [],
      );
      end({ kind: "kept", steps: kept });
    });
    picker.onDidHide(() => {
      // The box for the name takes the place of the list for a while.
      if (!isNaming) end({ kind: "left" });
    });
    show(
      items.filter(({ step }) => step?.drop === undefined),
      [],
    );
    picker.show();
  });
}

function itemOf(step: ReviewedStep): StepItem {
  const { run, drop, times, remarks, text } = step;
  const often = times === 1 ? [] : [`ran ${times} times, the same each time`];
  const detail = [...often, ...remarks].join(" · ");
  return {
    label: `$(${icons[run.source.kind]}) ${plainLabel(text)}`,
    description: plainLabel([...(drop === undefined ? [] : [drop]), ...factsOf(step)].join(" · ")),
    ...(detail !== "" && { detail: plainLabel(detail) }),
    buttons: [up, down, name],
    step,
  };
}

function factsOf({ run: { exitCode, durationMs, folder } }: ReviewedStep): readonly string[] {
  return [
    exitCode === undefined ? "" : `exit code ${exitCode}`,
    durationMs === undefined ? "" : durationWords(durationMs),
    folder === undefined || folder === "." ? "" : `in ${folder}`,
  ].filter((fact) => fact !== "");
}

function titleOf(steps: readonly ReviewedStep[]): string {
  const drops = steps.filter(({ drop }) => drop !== undefined).length;
  const folded = steps.reduce((sum, { times }) => sum + times - 1, 0);
  return [
    `Review Recording: ${counted(steps.length, "step")}`,
    drops === 0 ? "" : `${drops} proposed for dropping`,
    folded === 0 ? "" : `${counted(folded, "repetition")} folded`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function moved(items: readonly StepItem[], item: StepItem, by: number): StepItem[] {
  const at = items.indexOf(item);
  const to = at + by;
  if (at < 0 || to < 0 || to >= items.length) return [...items];
  const others = items.filter((one) => one !== item);
  return [...others.slice(0, to), item, ...others.slice(to)];
}
