import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { surroundingsOf } from "../../../src/capture/environment/surroundings";
import { systemName } from "../../../src/capture/environment/systemName";
import { readMachineFacts } from "../../../src/system/machineFacts";
import { temporaryFolder } from "../../support/temporary";

describe("What a machine tells of itself", () => {
  const folder = temporaryFolder();

  /** A machine with these system files. */
  async function machine(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder(), path)), { recursive: true });
      await writeFile(join(folder(), path), text);
    }
    return readMachineFacts(folder());
  }

  it("is the name and the version that the system calls itself by", async () => {
    const cases: readonly (readonly [string, string])[] = [
      [
        'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\n',
        "Debian GNU/Linux 12 (bookworm)",
      ],
      ["NAME=Alpine\\ Linux\nVERSION='3.20'\n", "Alpine Linux 3.20"],
      ['# odd\nPRETTY_NAME="A \\"quoted\\" one"\r\n', 'A "quoted" one'],
    ];
    for (const [osRelease, name] of cases)
      assert.equal(
        systemName({ ...(await machine({ "etc/os-release": osRelease })), platform: "linux" }),
        name,
      );
    const facts = { ...(await machine({ "etc/os-release": "" })), release: "6.1.0" };
    assert.equal(systemName({ ...facts, platform: "linux" }), "linux 6.1.0");
    assert.equal(
      systemName({ ...facts, platform: "win32", version: "Windows 11 Pro" }),
      "Windows 11 Pro (6.1.0)",
    );
    const systemVersion = "<key>ProductVersion</key>\n\t<string>14.4.1</string>";
    assert.equal(systemName({ ...facts, platform: "darwin", systemVersion }), "macOS 14.4.1");
  });

  it("is a container only where a sign of it is there", async () => {
    assert.deepEqual(surroundingsOf(await machine({ "proc/1/cgroup": "0::/\n" }), {}), []);
    assert.deepEqual(surroundingsOf(await machine({ ".dockerenv": "" }), {}), ["docker"]);
    const podman = await machine({ "run/.containerenv": 'engine="podman-4.3.1"\n' });
    assert.deepEqual(surroundingsOf({ ...podman, hasDockerenv: false }, {}), ["podman"]);
    const pod = { ...podman, hasDockerenv: false, cgroup: "11:cpu:/kubepods/besteffort/pod1\n" };
    assert.deepEqual(surroundingsOf({ ...pod, containerenv: "" }, {}), ["kubernetes", "container"]);
  });

  it("is what an editor or a host says by the presence of a variable", async () => {
    const facts = await machine({});
    assert.deepEqual(surroundingsOf(facts, { WSL_DISTRO_NAME: "Debian" }, "wsl"), ["wsl"]);
    assert.deepEqual(surroundingsOf(facts, { CODESPACES: "true" }, "codespaces"), ["codespaces"]);
    assert.deepEqual(surroundingsOf(facts, { CODESPACES: "false" }, "ssh-remote"), ["ssh-remote"]);
    assert.deepEqual(surroundingsOf(facts, { KUBERNETES_SERVICE_HOST: "10.0.0.1" }), ["kubernetes"]);
  });
});
