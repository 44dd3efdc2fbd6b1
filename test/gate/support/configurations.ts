/** https://semantic-release.gitbook.io/semantic-release/usage/plugins#default-plugins */
const standardPlugins = ["commit-analyzer", "release-notes-generator", "npm", "github"].map(
  (name) => `"@semantic-release/${name}"`,
);

/** By kind: a file, and texts of it as people write them. */
export const samples: Readonly<Record<string, readonly [path: string, ...texts: string[]]>> = {
  "gitlab-ci": [
    ".gitlab-ci.yml",
    "# Build\nstages: [build, deploy]\n\nbuild:\n  stage: build\n  script: make # quickly\n",
    "include:\n- local: a.yml\nbuild:\n    script:\n    - |\n      echo a\n      echo b\n    - !reference [.setup, script]\n",
    "build: {script: [make]}",
  ],
  "azure-pipelines": [
    "azure-pipelines.yml",
    "trigger:\n- main\n\npool: {vmImage: ubuntu-latest}\n\nsteps:\n- script: npm ci\n- script: npm test\n",
    "steps:\n  - checkout: self\n    fetchDepth: 0\n  # tests\n  - script: npm test\n",
    "jobs:\n- job: Build\n  steps:\n  - script: make\n- job: Ship\n  dependsOn: Build\n  steps:\n  - script: ship\n- deployment: Early\n  environment: production\n",
    "stages:\n  # first\n  - stage: Build\n    jobs:\n      - job: A\n        steps:\n          - script: make\n  - stage: Ship\n    dependsOn: []\n    jobs: []\n",
  ],
  circleci: [
    ".circleci/config.yml",
    "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\n  ship:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\nworkflows:\n  main:\n    jobs:\n      - build # first\n      - ship:\n          requires: [build]\n",
    "version: 2.1\nworkflows:\n  version: 2\n  main:\n    jobs:\n    - build:\n        context: org # who\n    - lint\njobs:\n  build:\n    docker:\n    - image: a\n    steps:\n    - checkout\n",
  ],
  jenkins: [
    "Jenkinsfile",
    "// stages { in a comment\npipeline {\n    agent any\n    stages {\n        stage('Build') {\n            steps { sh 'make' }\n        }\n    }\n}\n",
    "#!groovy\npipeline {\n\tagent none\n\toptions { skipDefaultCheckout() }\n\tstages { // all\n\t\tstage(\"it's\") { steps { echo '}' } }\n\t}\n}",
  ],
  lefthook: [
    "lefthook.yml",
    "pre-push:\n  commands:\n    # tests\n    test:\n      run: npm test\n",
    "pre-push:\n  scripts:\n    a.sh:\n      runner: bash\n",
    "pre-commit:\n  jobs:\n    - run: lint",
  ],
  "pre-commit": [
    ".pre-commit-config.yaml",
    "repos:\n-   repo: https://example.test/a\n    rev: v1\n    hooks:\n    -   id: b\n",
    "default_install_hook_types: [pre-push]\nrepos:\n  # first\n  - repo: meta\n    hooks: [{id: check-hooks-apply}]",
  ],
  goreleaser: [
    ".goreleaser.yaml",
    "version: 2\nbefore:\n  hooks:\n    - go mod tidy\nbuilds:\n  - env: [CGO_ENABLED=0]\n",
    "builds: []\n",
    "before:\n  # none\n  other: 1\n",
  ],
  "release-please": [
    ".github/workflows/release.yml",
    "on: {push: {branches: [main]}}\njobs:\n  release-please:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: googleapis/release-please-action@v4\n        id: release\n        with: {release-type: node}\n",
    "on:\n  push:\njobs:\n  a:\n    steps:\n    - run: make\n    # then\n    - name: Release\n      uses: googleapis/release-please-action@v4\n",
  ],
  npm: [
    "package.json",
    '{\n  "name": "a",\n  "version": "1.0.0"\n}\n',
    '{"name":"a","scripts":{}}',
    '{"name": "a", "scripts": {}}',
    '{ "scripts" : { "test" : "mocha" } , "name" : "a" }',
    '{\n\t"name": "a",\n\t"scripts": {\n\t\t"test": "mocha",\n\t\t"prepublishOnly": "npm run \\u0062uild && echo \\"x\\""\n\t}\n}',
    "{}",
  ],
  changesets: [
    "package.json",
    '{\n    "scripts": {\n        "release": "npm run build && changeset publish",\n        "ci": "x"\n    }\n}\n',
  ],
  "semantic-release": [
    "package.json",
    '{\n  "name": "a",\n  "release": {\n    "branches": ["main"]\n  }\n}\n',
    '{"release":{"plugins":[]}}',
    '{\n\t"release": {\n\t\t"plugins": [\n\t\t\t"@semantic-release/npm",\n\t\t\t["@semantic-release/github", {"a": 1}]\n\t\t]\n\t}\n}\n',
    // The list that counts where there is none, and a list elsewhere that is like the one that is made then.
    ...[",", ", "].map(
      (comma) => `{"release": {"extends": "a", "plugins": [${standardPlugins.join(comma)}]}}`,
    ),
    ...[",", ", "].map(
      (comma) =>
        `{"old": {"plugins": [${['"./.release-halt/semantic-release.cjs"', ...standardPlugins].join(comma)}]}, "release": {"plugins": ["a"]}}`,
    ),
  ],
  husky: [
    "package.json",
    '{"husky": {"hooks": {"pre-push": "npm test"}}}',
    '{\n  "husky": {\n    "hooks": {\n      "pre-commit": "lint"\n    }\n  }\n}\n',
  ],
};
/** What has to be there beside the file of a kind. */
export const beside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  changesets: { ".changeset/config.json": "{}" },
  "release-please": { ".release-please-manifest.json": "{}" },
};

/** The same text as other editors and systems write it. */
export const written: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "with CRLF": (text) => text.replaceAll("\n", "\r\n"),
  "without an end of line at its end": (text) => text.trimEnd(),
  "with empty lines at its end": (text) => `${text}\n\n`,
  "with a byte order mark": (text) => `\uFEFF${text}`,
  "with tabs and comments": (text) => (text.startsWith("{") ? text : text.replace("\n", "\t# a\ttab\n")),
};
