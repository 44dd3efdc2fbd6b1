import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gateText } from "../../src/gate/ledger/gateFile";
import { stateOf } from "../../src/halt/ledgerState";
import { writeRecord, type LedgerRecord } from "../../src/halt/ledgerRecord";
import { cloneOf } from "./remotes";
import type { Repository } from "./repository";

/** Somebody who checks the ledger's branch out and does with it what should not be done. */
export class HandEditor {
  private constructor(readonly clone: Repository) {}

  static async of(url: string, folder: string): Promise<HandEditor> {
    const clone = await cloneOf(url, join(folder, "by hand"), "Mallory", "--branch=release-halts");
    return new HandEditor(clone);
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.clone.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.clone.folder, path), { recursive: true });
  }

  async link(path: string, to: string): Promise<void> {
    await rm(join(this.clone.folder, path), { force: true });
    await symlink(to, join(this.clone.folder, path));
  }

  async makeProgram(path: string): Promise<void> {
    await chmod(join(this.clone.folder, path), 0o755);
  }

  /** Writes records with the gate file that goes with them, as somebody would who knows the format. */
  async writeRecords(records: readonly LedgerRecord[]): Promise<void> {
    const entries: Parameters<typeof gateText>[0][number][] = [];
    for (const record of records) {
      const path = `halts/${record.id}.json`;
      await this.write(path, writeRecord(record));
      entries.push({ blob: await this.clone.git("hash-object", path), state: stateOf(record) });
    }
    await this.write("gate", gateText(entries));
  }

  /** Commits and pushes; by force where the remote's ledger does not lead up to it. */
  async push(...options: readonly string[]): Promise<void> {
    await this.clone.git("add", "-A");
    await this.clone.git("commit", "-q", "--allow-empty", "-m", "By hand");
    await this.clone.git("push", "-q", ...options, "origin", "HEAD:release-halts");
  }

  /** Goes to the remote's ledger as it was at a commit, or as it is. */
  async reset(to = "origin/release-halts"): Promise<void> {
    await this.clone.git("fetch", "-q", "origin");
    await this.clone.git("reset", "-q", "--hard", to);
    await this.clone.git("clean", "-q", "-fdx");
  }
}
