import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { access } from "node:fs/promises";
import { addressOf } from "../editor/harness/browser";
import { makeShop } from "../support/shop";
import { installExtension, startServer } from "../editor/harness/server";

/** Opens the demo's repository for a person to try: in desktop VS Code where there is one, else in the browser. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "release-halt-try-"));
  const shop = await makeShop(join(folder, "kettle-shop"));
  const desktop = await findDesktop();
  if (desktop !== undefined) {
    const args = ["--extensionDevelopmentPath", process.cwd(), "--new-window", shop.folder];
    spawn(desktop, args, { detached: true, stdio: "ignore" }).unref();
    console.log(`VS Code opens ${shop.folder}. Run "Draft Release Halt" from the command palette.`);
    return;
  }
  const folders = { userData: join(folder, "user data"), extensions: join(folder, "extensions") };
  await installExtension(join("dist", "release-halt.vsix"), folders);
  const server = await startServer({ ...folders, flags: ["--disable-workspace-trust"] });
  console.log(`Open ${addressOf(server.port, shop.folder)}`);
  console.log('Run "Draft Release Halt" from the command palette. Ctrl+C ends the editor.');
  await once(process, "SIGINT");
  await server.stop();
}

async function findDesktop(): Promise<string | undefined> {
  if (process.platform === "linux" && process.env.DISPLAY === undefined) return undefined;
  const name = process.platform === "win32" ? "code.cmd" : "code";
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
