import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes a small `gh` or `glab` into a folder: signed in to one host, it asks a loopback server, and prints and ends as the
 * real ones do.
 */
export async function writeStandIn(
  folder: string,
  program: "gh" | "glab",
  { host, api }: { readonly host: string; readonly api: string },
): Promise<void> {
  const path = join(folder, program);
  await writeFile(
    path,
    `#!${process.execPath}\n(${standIn.toString()})(${JSON.stringify({ program, host, api })});\n`,
  );
  await chmod(path, 0o755);
}

function standIn({ program, host, api }: { program: string; host: string; api: string }): void {
  const [command, ...args] = process.argv.slice(2);
  const asked = args[args.indexOf("--hostname") + 1];
  if (command === "auth") {
    if (asked === host) process.stderr.write(`${host}\n  ✓ Logged in to ${host} account ana\n`);
    process.exitCode = asked === host ? 0 : 1;
    return;
  }
  const path = args.at(-1) ?? "";
  fetch(`${api}/${path}`, { headers: { authorization: `token of ${program}` } }).then(
    async (response) => {
      const body = Buffer.from(await response.arrayBuffer());
      if (args.includes("--include")) {
        process.stdout.write(`HTTP/2.0 ${response.status} ${response.statusText}\n`);
        for (const [name, value] of response.headers) process.stdout.write(`${name}: ${value}\r\n`);
        process.stdout.write("\r\n");
      }
      process.stdout.write(body);
      if (response.ok) return;
      const { message } = JSON.parse(body.toString()) as { message: string };
      process.stderr.write(`${program}: ${message} (HTTP ${response.status})\n`);
      process.exitCode = 1;
    },
    () => {
      process.stderr.write("error connecting to the host\n");
      process.exitCode = 1;
    },
  );
}
