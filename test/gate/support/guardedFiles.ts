/** A pipeline or a release tool with the gate in it. */
export interface Installed {
  readonly id: string;
  /** The file that asks the gate. */
  readonly path: string;
  readonly before: Readonly<Record<string, string>>;
  /** What is said when it stops. */
  readonly says: RegExp;
}

export const please = "googleapis/release-please-action@v4";
const release = `on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${please}\n`;
const jenkins =
  "pipeline {\n  agent any\n  stages {\n    stage('Build') {\n      steps { sh 'make' }\n    }\n  }\n}\n";

/** Pipelines and tools whose lines stand between marks. */
export const marked: Readonly<Record<string, Installed>> = {
  "GitHub Actions": {
    id: "github-actions",
    path: ".github/workflows/release-halt.yml",
    before: {},
    says: /^Its job fails, but nothing in a workflow here waits for it\.$/,
  },
  "GitLab CI": {
    id: "gitlab-ci",
    path: ".gitlab-ci.yml",
    before: {
      ".gitlab-ci.yml":
        "build:\n  script: make\npages:\n  script: make\n  needs: []\nlater:\n  script: make\n  needs: [build]\n",
    },
    says: /does not run: build, later; these go on all the same: pages\.$/,
  },
  "Azure's steps": {
    id: "azure-pipelines",
    path: "azure-pipelines.yml",
    before: {
      "azure-pipelines.yml":
        "steps:\n- script: make\n- script: tell\n  displayName: Tell\n  condition: always()\n",
    },
    says: /does not run: number 3 of its steps; these go on all the same: Tell\.$/,
  },
  "Azure's jobs": {
    id: "azure-pipelines",
    path: "azure-pipelines.yml",
    before: {
      "azure-pipelines.yml": "jobs:\n- job: A\n  steps: []\n- job: B\n  dependsOn: [A]\n  steps: []\n",
    },
    says: /does not run: A, B\.$/,
  },
  "Azure's stages": {
    id: "azure-pipelines",
    path: "azure-pipelines.yml",
    before: {
      "azure-pipelines.yml":
        "stages:\n- stage: A\n  jobs: []\n- stage: B\n  jobs: []\n- stage: C\n  dependsOn: []\n  jobs: []\n",
    },
    says: /does not run: A, B; these go on all the same: C\.$/,
  },
  CircleCI: {
    id: "circleci",
    path: ".circleci/config.yml",
    before: {
      ".circleci/config.yml":
        "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\nworkflows:\n  main:\n    jobs:\n      - build\n      - deploy:\n          requires: [build]\n  night:\n    jobs:\n      - look: {requires: []}\n",
    },
    says: /does not run: build \(main\), deploy \(main\); these go on all the same: look \(night\)\.$/,
  },
  Jenkins: {
    id: "jenkins",
    path: "Jenkinsfile",
    before: { Jenkinsfile: jenkins },
    says: /^Its stage fails, and a declarative pipeline ends there/,
  },
  "release-please": {
    id: "release-please",
    path: ".github/workflows/release.yml",
    before: { ".github/workflows/release.yml": release },
    says: /^Its step fails, and release-please does not run after it\.$/,
  },
  GoReleaser: {
    id: "goreleaser",
    path: ".goreleaser.yaml",
    before: { ".goreleaser.yaml": "before:\n  hooks:\n    - go mod tidy\n" },
    says: /^Its hook fails, and GoReleaser ends/,
  },
};

/** A package.json with scripts. */
export const manifest = (scripts: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ name: "kettles", version: "1.0.0", scripts }, undefined, 2)}\n`;

/** Release tools whose files have no marks. */
export const plain: Readonly<Record<string, Installed>> = {
  npm: {
    id: "npm",
    path: "package.json",
    before: { "package.json": manifest({ prepublishOnly: "touch built && touch ';'" }) },
    says: /^Its script fails, and `npm publish` ends/,
  },
  changesets: {
    id: "changesets",
    path: "package.json",
    before: {
      ".changeset/config.json": "{}",
      "package.json": manifest({ release: "touch built && changeset publish || touch failed" }),
    },
    says: /^Its script fails before it publishes\.$/,
  },
  "semantic-release": {
    id: "semantic-release",
    path: ".release-halt/semantic-release.cjs",
    before: { ".releaserc.yml": "plugins:\n  - '@semantic-release/npm'\n" },
    says: /^Its plugin throws, and semantic-release ends/,
  },
};
