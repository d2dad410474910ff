import Gating
import Testing

@Suite("What people read of a gate") struct GateTextTests {
    private func sample(_ name: String) -> GateDecision {
        GateSamples.all.first { $0.name == name }!.decision
    }

    @Test("the text of an undecided gate")
    func text() {
        let expected = """
            gate of suite ci against baseline main
            Undecided: 1 of 2 statements is neither shown to be within the margin nor to be worse. \
            About 64 seeds would decide it.
            60 cells compared, 20 with the same bits on both sides; 0 failed. 2 statements needed a \
            test and share α = 0.05 (Holm).

            verdict       what           of        baseline     now      difference  margin     p       \
               pairs
            inconclusive  test accuracy  sam          0.912   0.908  −0.004 ± 0.020    0.01  0.31  20 \
            (needs 64)
            pass          test accuracy  baseline    0.9123  0.9123       same bits    0.01     –       \
                  20

            inconclusive: test accuracy of sam: undecided.

            next: It takes about 64 seeds, and the gate may use 20 of the baseline: write seeds: 64 into the suite, \
            save the baseline with them at the revision before this change, and gate here again. Saved here, it would \
            compare this change with itself. Or write max_seeds: 1206 into its section gate, save the baseline \
            likewise, and gate with --until-decided, which adds seeds only where something is open.
            verdict: inconclusive
            """
        #expect(GateTextOutput().render(sample("inconclusive"), GateSamples.context) == expected + "\n")
    }

    @Test("the Markdown of a regression, up to how to read it")
    func markdown() {
        let expected = """
            <!-- bench-gate: ci main -->

            # Gate of ci: regressed

            ## Verdict

            Worse than the baseline “main”: 2 of 7 statements have regressed.

            60 cells compared, 20 with the same bits on both sides; 0 failed. 2 statements needed a \
            test and share α = 0.05 (Holm). Speed has α of its own, in 1 statement.

            > [!IMPORTANT]
            > - **Worse:** failures of sam: 2 of 20 cells fail anew (seeds 3, 7).
            > - **Worse:** test accuracy of mixup: worse.
            > - **Undecided:** test accuracy of sam: undecided.
            > - **Better:** test accuracy of swa: better.

            ## Not as before

            | verdict          | what          | of    | baseline |    now |       difference | margin \
            |       p |         pairs |
            | :--------------- | :------------ | :---- | -------: | -----: | ---------------: | -----: \
            | ------: | ------------: |
            | **regressed**    | failures      | sam   |      0 % |   10 % |          +10.0 % |    0 % \
            |       – |            20 |
            | **regressed**    | test accuracy | mixup |   0.9123 | 0.8813 | −0.0310 ± 0.0080 |   0.01 \
            | 0.00012 |            20 |
            | **inconclusive** | test accuracy | sam   |    0.912 |  0.908 |   −0.004 ± 0.020 |   0.01 \
            |    0.31 | 20 (needs 64) |
            | improved         | test accuracy | swa   |   0.9123 | 0.9323 | +0.0200 ± 0.0080 |   0.01 \
            |    3e-9 |            20 |

            <details>
            <summary><strong>3 statements pass</strong></summary>

            | verdict | what          | of        |    baseline |         now |                  \
            difference | margin |       p | pairs |
            | :------ | :------------ | :-------- | ----------: | ----------: | \
            --------------------------: | -----: | ------: | ----: |
            | pass    | test accuracy | dropout   |      0.9123 |      0.9113 |            −0.0010 ± \
            0.0080 |   0.01 | 0.00040 |    20 |
            | pass    | memory        | the suite | 65540 bytes | 66560 bytes |                     \
            +1.56 % |   10 % |       – |     1 |
            | pass    | speed         | the suite |      0.8187 |      0.7788 | −4.88 % [−8.61 %, \
            −0.995 %] |   30 % |  0.0020 |     7 |

            </details>
            """
        let text = GateMarkdownOutput().render(sample("regressed"), GateSamples.context)
        #expect(text.hasPrefix(expected + "\n\n<details>\n<summary><strong>How to read this"))
    }

    @Test(
        "documents for people keep to their size, regressions first, and say so",
        arguments: [2_000, 4_000, 8_000, 65_536])
    func size(_ most: Int) throws {
        var context = GateSamples.context
        context.maximumBytes = most
        let decision = GateSamples.large(2_000)
        for format in ["text", "markdown"] {
            context.listsAll = format == "text"
            let text = try GateOutputs.output(format).render(decision, context)
            #expect(text.utf8.count <= most, "\(format)")
            #expect(text.contains("method-3"), "\(format)")
            #expect(text.contains("left out"), "\(format)")
            #expect(text.contains("verdict: regressed"), "\(format)")
        }
    }

    @Test("very many regressions fit as well")
    func manyRegressions() throws {
        var context = GateSamples.context
        context.maximumBytes = 4_000
        let decision = GateSamples.large(2_000, regressed: 1_500)
        for format in ["text", "markdown"] {
            let text = try GateOutputs.output(format).render(decision, context)
            #expect(text.utf8.count <= 4_000, "\(format)")
            #expect(text.contains("1500 of 2000 statements have regressed"), "\(format)")
        }
    }

    @Test("the first line of Markdown finds the comment again, whatever the names hold")
    func marker() {
        let first = GateMarkdownOutput().render(sample("pass"), GateSamples.context).split(separator: "\n")[0]
        #expect(first == "<!-- bench-gate: ci main -->")
        var decision = sample("pass")
        decision.baselineName = "a --> <b>\n-- c/d"
        let odd = GateMarkdownOutput().render(decision, GateSamples.context).split(separator: "\n")[0]
        #expect(odd == "<!-- bench-gate: ci a%20-%2D%3E%20%3Cb%3E%0A-%2D%20c/d -->")
    }

    @Test("a command with backticks stays in its block of code")
    func fence() {
        var context = GateSamples.context
        context.command = "bench gate '```' --baseline x"
        let text = GateMarkdownOutput().render(sample("pass"), context)
        #expect(text.contains("````sh\nbench gate '```' --baseline x\n````\n"))
    }

    @Test("the page loads and runs nothing")
    func page() {
        let text = GateHTMLOutput().render(sample("awkward"), GateSamples.context)
        #expect(!text.contains("<script"))
        #expect(text.contains("script-src 'none'"))
        #expect(!text.contains("bench why"))
    }
}
