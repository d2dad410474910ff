import Primitives
import Records
import Testing

@testable import Reporting

@Suite("Reports of odd experiments") struct ReportBuilderTests {
    private func markdown(_ input: ReportInput) -> String {
        MarkdownRenderer().render(ReportBuilder().report(input))
    }

    /// The cells of the first row that starts with `label`.
    private func row(_ label: String, in text: String) -> [String] {
        let line = text.split(separator: "\n").first { $0.hasPrefix("| \(label) ") } ?? ""
        return line.split(separator: "|").map { cell in
            let words = cell.split(separator: " ")
            return words.joined(separator: " ")
        }
    }

    @Test("one seed gives means and differences, but no interval and no p") func oneSeed() {
        let text = markdown(Samples.input([("plain", [0.8]), ("sam", [0.85])]))
        #expect(row("plain", in: text) == ["plain", "1/1", "0.8000", "baseline", "–", "–", "0", "1", "1.25"])
        #expect(row("sam", in: text) == ["sam", "1/1", "0.8500", "+0.05000", "1", "–", "0", "1", "1.25"])
        #expect(text.contains("not testable: sam"))
        #expect(text.contains("0 show a difference"))
        #expect(!text.contains("†"))
    }

    @Test("nothing run is said to be nothing") func nothingRun() {
        let text = markdown(Samples.input([("plain", [nil, nil]), ("sam", [nil, nil])]))
        #expect(text.contains("0 of 4 cells completed, 4 not run yet."))
        #expect(text.contains("nothing can be said about any method"))
        #expect(row("sam", in: text) == ["sam", "0/2", "–", "–", "0", "–", "0", "1", "–"])
        #expect(text.contains("Not run yet: 4 of these cells."))
        #expect(!text.contains("## Failures"))
    }

    @Test("an experiment without cells is a short report, not a trap") func empty() {
        var input = Samples.input([])
        input.datasets = []
        input.environments = []
        let text = markdown(input)
        #expect(text.contains("0 of 0 cells completed."))
        #expect(text.contains("| none was made"))
    }

    @Test("a pair with a failure is dropped, counted and listed") func failures() {
        var input = Samples.input([("plain", [0.8, 0.81, 0.82]), ("sam", [0.9, 0.92, 0.93])])
        input.entries[1].status = .failed("out | of\nluck")
        input.entries[5].metrics[0].value = .nan
        input.entries[5].cpuNanoseconds = nil
        let text = markdown(input)
        #expect(text.contains("5 of 6 cells completed, 1 failed."))
        #expect(row("plain", in: text)[1] == "2/3" && row("sam", in: text)[1] == "2/3")
        #expect(row("sam", in: text)[4] == "1")
        #expect(text.contains("The means of plain, sam are over survivors"))
        #expect(text.contains("out \\| of") && text.contains("accuracy on test is NaN"))
    }

    @Test("a difference without spread has no p") func constant() {
        let text = markdown(Samples.input([("plain", [0.5, 0.6, 0.7]), ("sam", [0.75, 0.85, 0.95])]))
        #expect(row("sam", in: text)[5] == "no spread")
        #expect(text.contains("No spread: every pair differs by the same amount"))
    }

    @Test("several models give a table each and one family") func twoModels() {
        var input = Samples.input([("plain", [0.8, 0.81, 0.85]), ("sam", [0.84, 0.86, 0.88])])
        let second = Samples.input(
            [("plain", [0.7, 0.71, 0.75]), ("sam", [0.6, 0.61, 0.68])], model: "linear")
        input.entries += second.entries.map { row in
            var row = row
            row.position += 6
            return row
        }
        let text = markdown(input)
        #expect(text.contains("## Results on moons, mlp") && text.contains("## Results on moons, linear"))
        #expect(text.contains("family of 2 comparisons"))
    }

    @Test("a baseline that no cell uses leaves nothing compared") func noBaseline() {
        let text = markdown(Samples.input([("plain", [0.8, 0.9]), ("sam", [0.8, 0.85])], baseline: "none"))
        #expect(text.contains("Nothing was compared: no cell uses the baseline none."))
        #expect(text.contains("No comparison: the baseline none has no cell here."))
        #expect(markdown(Samples.input([("plain", [0.8])])).contains("the baseline plain is the only method"))
    }

    @Test("without row counts there are no intervals") func unknownSizes() {
        var input = Samples.input([("plain", [0.8, 0.81]), ("sam", [0.84, 0.86])])
        input.datasets[0].testRows = 0
        let text = markdown(input)
        #expect(text.contains("No intervals: the sizes"))
        #expect(row("sam", in: text)[2] == "0.8500" && row("sam", in: text)[5] == "–")
        input.datasets = []
        #expect(markdown(input).contains("There is no primary metric to show: the dataset has no record."))
    }

    @Test("where seeds share one split, the plain t is taken and the report says what it means")
    func fixedSplit() {
        var input = Samples.input([("plain", [0.80, 0.81, 0.83]), ("sam", [0.84, 0.86, 0.85])])
        let corrected = markdown(input)
        #expect(corrected.contains("corrected resampled t"))
        input.datasets[0].treatment = .init(
            corruptions: [["id": "noise", "parameters": ["rate": 0.2]]],
            split: ["id": "given", "parameters": [:]],
            preprocessing: [["id": "standardize", "parameters": [:]]], resamples: false)
        let text = markdown(input)
        #expect(!text.contains("corrected resampled t"))
        #expect(text.contains("those of Student's t over the seeds"))
        #expect(text.contains("given (the same for every seed)") && text.contains("noise rate=0.2"))
        // s of {0.84, 0.86, 0.85} is 0.01; t(0.975, 2) = 4.3027, so the half-width is 0.01 · 4.3027 / √3.
        #expect(row("sam", in: text)[2] == "0.850 ± 0.025", "\(row("sam", in: text))")
    }

    @Test("a metric of unknown direction is higher or lower, not better or worse") func direction() {
        let plain = [0.80, 0.81, 0.82, 0.80, 0.83, 0.81]
        let noise = [0.001, 0, 0.002, 0.001, 0, 0.0]
        var input = Samples.input([("plain", plain), ("sam", zip(plain, noise).map { $0 + 0.1 + $1 })])
        #expect(markdown(input).contains("better than plain: sam (+0.1007 ± "))
        input.metrics = []
        let text = markdown(input)
        #expect(text.contains("higher than plain: sam (+0.1007 ± ") && !text.contains("↑"))
    }

    @Test("the order of the rows given does not matter") func order() throws {
        var input = try Samples.golden()
        let text = markdown(input)
        input.entries.reverse()
        #expect(markdown(input) == text)
    }

    @Test("What was set of a dataset is stated, without defaults") func datasetSettings() throws {
        var input = Samples.input([("plain", [0.5, 0.6]), ("dropout", [0.6, 0.7])])
        let kind = input.datasets[0].kind
        input.datasets[0].arguments = [
            "path": "d.csv", "target": "y", "exclude": ["id", "k"], "limit": .real(3),
        ]
        #expect(!markdown(input).contains("path=d.csv"))
        input.datasetKinds = [
            ComponentDeclaration(
                id: kind, family: "file", summary: "A file.",
                parameters: [
                    ParameterDeclaration("path", .text, "Path."),
                    ParameterDeclaration("target", .text, optional: true, "Target."),
                    ParameterDeclaration("exclude", .texts, default: .texts([]), "Left out."),
                    ParameterDeclaration("limit", .integer(1...9), default: .integer(3), "Limit."),
                ])
        ]
        #expect(
            markdown(input).contains("moons: \(kind) path=d.csv target=y exclude=[id, k] "),
            "\(markdown(input))")
    }

    @Test("A metric that only training rows have is shown of them") func trainingMetric() throws {
        var input = Samples.input([("plain", [0.5, 0.6]), ("dropout", [0.6, 0.7])])
        input.metrics.append(
            MetricDeclaration(
                id: "learnt", summary: "Learnt.", formula: "l", direction: .lower, tasks: [.classification],
                needs: "corrupted labels"))
        for index in input.entries.indices {
            input.entries[index].metrics.append(
                MetricValue(part: .train, name: "learnt", value: 0.25))
        }
        #expect(markdown(input).contains("learnt ↓ (train, ± 95 %)"), "\(markdown(input))")
    }

    @Test("ten datasets, twenty methods and twenty seeds take about a second, unoptimised") func speed() {
        var rows: [ResultTable.Entry] = []
        for dataset in 0..<10 {
            for method in 0..<20 {
                for seed in 0..<20 {
                    let value = Double((dataset * 7919 + method * 104_729 + seed * 1_299_709) % 1000) / 1000
                    rows.append(
                        Samples.row(
                            "d\(dataset)", method == 0 ? "plain" : "m\(method)", seed, position: rows.count,
                            value: value))
                }
            }
        }
        let input = ReportInput(
            experiment: Samples.experiment(), datasets: (0..<10).map { Samples.dataset("d\($0)") },
            rows: ResultTable(rows),
            environments: [Samples.environment], metrics: Samples.metrics)
        let elapsed = ContinuousClock().measure { _ = markdown(input) }
        #expect(elapsed < .seconds(3))
    }
}
