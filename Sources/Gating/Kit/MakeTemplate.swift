/// Rules for make: for any other CI, and for the desk.
struct MakeTemplate: CITemplate {
    let id = "make"
    let path = "bench.mk"

    func steps(_ settings: CISettings) -> [String] {
        [
            "add to the end of the Makefile: include bench.mk",
            "save the baseline and commit it: make bench-baseline", CISettings.ignoring,
        ]
    }

    func text(_ settings: CISettings) -> String {
        let build = (settings.fetchCommands + settings.buildCommands).map { "\t\($0)\n" }.joined()
        return """
            # Stops changes that make a metric worse. make itself ends with 2 whatever the gate ended with, so CI reads
            # gate.json or the last line printed, `verdict: …`: pass, improved, regressed, inconclusive, incomparable,
            # nothing measured. To accept a change of the metrics: make bench-baseline, and commit the file.

            BENCH ?= \(settings.program)
            # A git revision such as origin/main: what was done to the baseline since is said.
            BENCH_BEFORE ?=

            .PHONY: bench-build bench-gate bench-baseline bench-self-test

            bench-build:
            \(build)
            bench-gate: bench-build
            \t$(BENCH) gate \(settings.suite) --baseline \(settings.baseline) --progress none \\
            \t\t$(if $(BENCH_BEFORE),--baseline-before $(BENCH_BEFORE)) \\
            \t\t--out markdown=gate.md --out junit=gate.xml --out sarif=gate.sarif

            bench-baseline: bench-build
            \t$(BENCH) baseline save \(settings.baseline) \(settings.suite)

            bench-self-test: bench-build
            \t$(BENCH) gate \(settings.suite) --self-test

            """
    }
}
