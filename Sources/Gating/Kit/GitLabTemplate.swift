/// A GitLab CI job for merge requests and the default branch; its test report shows in the merge request.
struct GitLabTemplate: CITemplate {
    let id = "gitlab"
    let path = ".gitlab/bench.gitlab-ci.yml"

    func steps(_ settings: CISettings) -> [String] {
        [
            "save the baseline and commit it: bench baseline save \(settings.baseline) \(settings.suite)",
            CISettings.ignoring,
            "add to .gitlab-ci.yml: include: [{local: \(path)}]",
        ]
    }

    func text(_ settings: CISettings) -> String {
        let build = (settings.fetchCommands + settings.buildCommands).map { "    - \($0)\n" }.joined()
        return """
            # Stops changes that make a metric worse. Exit codes of the gate: 0 pass or improved, 1 regressed,
            # 3 inconclusive, 4 nothing compared; anything else is an error of its own.
            # To accept a change of the metrics: \(settings.saveCommand)
            # and commit results/baselines/\(settings.baseline).json with it. What becomes worse by that is said.
            bench-gate:
              stage: test
              image: swift:6.3
              timeout: 1 hour
              rules:
                - if: $CI_PIPELINE_SOURCE == "merge_request_event"
                - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
              cache:
                key: bench-build
                paths:
                  - \(settings.sourceFolder).build/
              script:
            \(build)\
                # The branch that a merge request goes into, so that what it does to the baseline is said.
                - before="${CI_MERGE_REQUEST_TARGET_BRANCH_SHA:-$CI_MERGE_REQUEST_DIFF_BASE_SHA}"
                - >-
                  test -z "$before"
                  || git cat-file -e "$before^{commit}" 2> /dev/null
                  || git fetch --quiet --depth 1 origin "$before"
                - >-
                  \(settings.gateCommand)
                  ${before:+--baseline-before "$before"}
                  --out markdown=gate.md --out junit=gate.xml --out sarif=gate.sarif
              artifacts:
                when: always
                paths:
                  - gate.json
                  - gate.md
                  - gate.xml
                  - gate.sarif
                reports:
                  junit: gate.xml

            """
    }
}
