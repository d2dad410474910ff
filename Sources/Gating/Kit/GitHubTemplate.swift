/// A GitHub Actions workflow: gates pull requests and the main branch, and keeps one comment up to date.
struct GitHubTemplate: CITemplate {
    let id = "github"
    let path = ".github/workflows/bench.yml"

    func steps(_ settings: CISettings) -> [String] {
        [
            "save the baseline and commit it: bench baseline save \(settings.baseline) \(settings.suite)",
            CISettings.ignoring,
            "name the check \"gate\" as required in the branch's protection rules",
        ]
    }

    func text(_ settings: CISettings) -> String {
        let build = (settings.fetchCommands + settings.buildCommands).map { "          \($0)\n" }.joined()
        let folder = settings.sourceFolder
        return """
            # Stops changes that make a metric worse. Exit codes of the gate: 0 pass or improved, 1 regressed,
            # 3 inconclusive, 4 nothing compared; anything else is an error of its own.
            # To accept a change of the metrics: \(settings.saveCommand)
            # and commit results/baselines/\(settings.baseline).json with it. What becomes worse by that is said.
            name: bench
            on:
              pull_request:
              # Without it a required check would never run in a merge queue.
              merge_group:
              push:
                branches: [main]
            permissions:
              contents: read
              pull-requests: write
            concurrency:
              # Every group of a merge queue has a ref of its own.
              group: bench-${{ github.ref }}
              cancel-in-progress: true
            jobs:
              gate:
                runs-on: ubuntu-latest
                container: swift:6.3
                timeout-minutes: 60
                steps:
                  - uses: actions/checkout@v4
                    with:
                      # A pull request is checked out merged, and HEAD^ is the branch that it goes into.
                      fetch-depth: 2
                  - name: let git read the checkout, which belongs to another user than the container's
                    shell: bash
                    run: git config --global --add safe.directory "$GITHUB_WORKSPACE"
                  - uses: actions/cache@v4
                    with:
                      path: \(folder).build
                      key: bench-build-${{ runner.os }}-${{ github.sha }}
                      restore-keys: bench-build-${{ runner.os }}-
                  - name: build
                    shell: bash
                    run: |
                      set -euo pipefail
            \(build)\
                  - name: gate
                    shell: bash
                    run: |
                      set -euo pipefail
                      # As a commit, so that reviewers find it in their clones too.
                      before=
                      if test "$GITHUB_EVENT_NAME" = pull_request; then before=$(git rev-parse --verify HEAD^); fi
                      \(settings.gateCommand) \\
                        --github ${before:+--baseline-before "$before"} \\
                        --out markdown=gate.md --out junit=gate.xml --out sarif=gate.sarif
                  - name: comment
                    if: always() && github.event_name == 'pull_request'
                    # Pull requests from forks have no right to write; the step summary has the same text.
                    continue-on-error: true
                    uses: actions/github-script@v7
                    with:
                      script: |
                        const fs = require('fs');
                        const decided = fs.existsSync('gate.md');
                        const none = '<!-- bench-gate: none -->';
                        // Without a decision, the last one must not stand.
                        const body = decided ? fs.readFileSync('gate.md', 'utf8')
                          : none + '\\n\\nThe gate ended without a verdict: see the log of its step.';
                        const markers = decided ? [body.split('\\n')[0], none] : ['<!-- bench-gate: '];
                        const place = {...context.repo, issue_number: context.issue.number};
                        const comments = await github.paginate(github.rest.issues.listComments, place);
                        const old = comments.find(
                          comment => markers.some(marker => comment.body.startsWith(marker)));
                        if (old) await github.rest.issues.updateComment({...context.repo, comment_id: old.id, body});
                        else await github.rest.issues.createComment({...place, body});
                  - name: keep the outputs
                    if: always()
                    uses: actions/upload-artifact@v4
                    with:
                      name: bench-gate
                      path: |
                        gate.json
                        gate.md
                        gate.xml
                        gate.sarif
                      if-no-files-found: warn

            """
    }
}
