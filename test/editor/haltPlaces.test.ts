import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import * as vscode from "vscode";
import { locationAt } from "../../src/capture/codeLocation";
import type { CodeLocation } from "../../src/halt/schema/halt";
import { HaltPlaces } from "../../src/editor/haltPlaces";
import type { PlaceNow } from "../../src/capture/placeNow";
import { createGit } from "../../src/system/git";
import { heard } from "./harness/shell";

describe("The places in the code that several halts name", () => {
  it("are looked for again when a file of any of them changes on the disk", async () => {
    const top = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(top);
    const text = "let total;\nlet sum = 19980;\n";
    const names = ["till.txt", "cart.txt"];
    const files = names.map((name) => vscode.Uri.joinPath(top, name));
    const log = vscode.window.createOutputChannel("Places of two halts", { log: true });
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.txt");
    const made = files.map(async ({ fsPath }) => heard(watcher.onDidCreate, (uri) => uri.fsPath === fsPath));
    await Promise.all(files.map(async ({ fsPath }) => writeFile(fsPath, text)));
    await Promise.all(made);
    const places = new HaltPlaces(async () => Promise.resolve(createGit()), log);
    /** Where the second line of a file stands by a halt of the same name. */
    const look = async (name: string): Promise<PlaceNow | undefined> => {
      const location: CodeLocation = locationAt(text, { path: name, line: 2 });
      const now = (): PlaceNow | undefined =>
        places.of(vscode.Uri.file(`/${name}.halt.json`), [location], top, "head")(location);
      const found = heard(places.onDidChange, () => true);
      now();
      await found;
      return now();
    };
    try {
      for (const name of names) assert.deepEqual(await look(name), { kind: "same", path: name, line: 2 });
      for (const [index, name] of names.entries()) {
        const changed = heard(places.onDidChange, () => true);
        await writeFile(files[index]?.fsPath ?? "", `let more;\n${text}`);
        await changed;
        assert.deepEqual(await look(name), { kind: "drifted", path: name, line: 3 });
      }
    } finally {
      for (const one of [places, watcher, log]) one.dispose();
      await Promise.all(files.map(async ({ fsPath }) => rm(fsPath)));
    }
  });
});
