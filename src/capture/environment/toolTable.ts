/** How a tool is asked for its version, and what it cannot do without. */
export interface Tool {
  readonly args: readonly string[];
  /** Tools that it runs on, which a step that uses it uses, too. */
  readonly on?: readonly string[];
}

const asked = ["--version"];

/**
 * The only programs that are run to learn a version, each with arguments that make it print that and nothing else. A tool
 * that would load what the repository brings along first, as Bazel and sbt do, is not in it.
 */
export const toolTable: Readonly<Record<string, Tool>> = {
  node: { args: asked },
  npm: { args: asked, on: ["node"] },
  yarn: { args: asked, on: ["node"] },
  pnpm: { args: asked, on: ["node"] },
  bun: { args: asked },
  deno: { args: asked },
  python: { args: asked },
  python3: { args: asked },
  pip: { args: asked },
  pip3: { args: asked },
  poetry: { args: ["--no-plugins", "--version"] },
  uv: { args: asked },
  pipenv: { args: asked },
  pytest: { args: asked },
  tox: { args: asked },
  go: { args: ["version"] },
  cargo: { args: asked, on: ["rustc"] },
  rustc: { args: asked },
  java: { args: ["-version"] },
  javac: { args: ["-version"] },
  mvn: { args: ["-B", "-v"], on: ["java"] },
  gradle: { args: asked, on: ["java"] },
  ant: { args: ["-version"], on: ["java"] },
  kotlinc: { args: ["-version"], on: ["java"] },
  dotnet: { args: asked },
  msbuild: { args: ["-version", "-nologo"] },
  ruby: { args: asked },
  bundle: { args: asked, on: ["ruby"] },
  rake: { args: asked, on: ["ruby"] },
  gem: { args: asked, on: ["ruby"] },
  php: { args: asked },
  composer: { args: ["--no-plugins", "--version"], on: ["php"] },
  perl: { args: ["-e", "print $^V"] },
  elixir: { args: asked },
  mix: { args: asked },
  swift: { args: asked },
  dart: { args: asked },
  flutter: { args: asked },
  gcc: { args: ["-dumpfullversion"] },
  "g++": { args: ["-dumpfullversion"] },
  clang: { args: asked },
  make: { args: asked },
  cmake: { args: asked },
  ctest: { args: asked },
  ninja: { args: asked },
  meson: { args: asked },
  docker: { args: asked },
  "docker-compose": { args: asked },
  podman: { args: asked },
  kubectl: { args: ["version", "--client"] },
  helm: { args: ["version", "--short"] },
  terraform: { args: asked },
  git: { args: asked },
  curl: { args: asked },
  psql: { args: asked },
  mysql: { args: asked },
  sqlite3: { args: asked },
  jq: { args: asked },
};

/** Asked for its version, no tool fetches another version of itself, or looks on the network whether there is one. */
export const askedQuietly: Readonly<Record<string, string>> = {
  COREPACK_ENABLE_NETWORK: "0",
  npm_config_offline: "true",
  npm_config_update_notifier: "false",
  // What the repository names as its own Yarn is a program of the repository.
  YARN_IGNORE_PATH: "1",
  GOPROXY: "off",
  RUSTUP_AUTO_INSTALL: "0",
  UV_OFFLINE: "1",
  PIP_DISABLE_PIP_VERSION_CHECK: "1",
  DOTNET_CLI_TELEMETRY_OPTOUT: "1",
  DOTNET_NOLOGO: "1",
  CHECKPOINT_DISABLE: "1",
  COMPOSER_DISABLE_NETWORK: "1",
  NO_COLOR: "1",
};
