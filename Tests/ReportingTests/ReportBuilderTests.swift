import Primitives
import Records
import Testing

@testable import Reporting

@Suite("Reports of odd experiments") struct ReportBuilderTests {
    private func markdown(_ input: ReportInput) -> String {
        MarkdownRenderer().render(ReportBuilder().report(input))
    }

    /// The cells, by the ids of their columns, of the row of a method in the first table with such an id.
    private func row(
        _ label: String, of table: String, _ input: ReportInput, _ options: ReportOptions = .init()
    )
        throws -> [String: String]
    {
        let table = try #require(
            ReportBuilder(options).report(input).tables.first { $0.id.hasPrefix(table) }, "\(table)")
        let row = try #require(table.rowIDs.firstIndex(of: label))
        return Dictionary(
            uniqueKeysWithValues: zip(table.columns.map(\.id), table.rows[row].map(\.text)))
    }

    @Test("one seed gives means and differences, but no interval and no p") func oneSeed() throws {
        let input = Samples.input([("plain", [0.8]), ("sam", [0.85])])
        let main = try row("sam", of: "results-", input)
        #expect(main["completed"] == "1/1" && main["mean"] == "0.8500" && main["cpu_seconds"] == "1.25")
        #expect(main["group"] == nil)
        let contrast = try row("sam", of: "contrasts-", input)
        #expect(contrast["difference"] == "+0.05000" && contrast["pairs"] == "1")
        for column in ["p", "corrected_p", "effect", "superiority", "correlation"] {
            #expect(contrast[column] == "–", "\(column)")
        }
        let text = markdown(input)
        #expect(text.contains("sam could not be tested against plain"))
        #expect(text.contains("0 show a difference"))
    }

    @Test("nothing run is said to be nothing") func nothingRun() throws {
        let input = Samples.input([("plain", [nil, nil]), ("sam", [nil, nil])])
        let text = markdown(input)
        #expect(text.contains("0 of 4 cells completed, 4 not run yet."))
        #expect(text.contains("nothing can be said about any method"))
        let main = try row("sam", of: "results-", input)
        #expect(main["completed"] == "0/2" && main["mean"] == "–" && main["failures"] == "0")
        #expect(try row("sam", of: "contrasts-", input)["pairs"] == "0")
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

    @Test("a pair with a failure is dropped, counted and listed") func failures() throws {
        var input = Samples.input([("plain", [0.8, 0.81, 0.82]), ("sam", [0.9, 0.92, 0.93])])
        input.entries[1].status = .failed("out | of\nluck")
        input.entries[5].metrics[0].value = .nan
        input.entries[5].cpuNanoseconds = nil
        let text = markdown(input)
        #expect(text.contains("5 of 6 cells completed, 1 failed."))
        #expect(try row("plain", of: "results-", input)["completed"] == "2/3")
        #expect(try row("sam", of: "results-", input)["completed"] == "2/3")
        #expect(try row("sam", of: "contrasts-", input)["pairs"] == "1")
        #expect(text.contains("The values of plain and sam are over survivors"))
        #expect(
            text.contains("2 cells gave no usable result: plain (1 of 3 on moons) and sam (1 of 3 on moons).")
        )
        #expect(text.contains("out \\| of") && text.contains("accuracy on test is NaN"))
    }

    @Test("a difference without spread has no p") func constant() throws {
        let input = Samples.input([("plain", [0.5, 0.6, 0.7]), ("sam", [0.75, 0.85, 0.95])])
        #expect(try row("sam", of: "contrasts-", input)["p"] == "no spread")
        #expect(markdown(input).contains("No spread: every pair differs by the same amount"))
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

    @Test("without row counts there are no intervals") func unknownSizes() throws {
        var input = Samples.input([("plain", [0.8, 0.81]), ("sam", [0.84, 0.86])])
        input.datasets[0].testRows = 0
        let text = markdown(input)
        #expect(text.contains("No intervals: the sizes"))
        #expect(try row("sam", of: "results-", input)["mean"] == "0.8500")
        #expect(try row("sam", of: "contrasts-", input)["p"] == "–")
        input.datasets = []
        #expect(markdown(input).contains("There is no primary metric to show: the dataset has no record."))
    }

    @Test("where seeds share one split, the plain t is taken and the report says what it means")
    func fixedSplit() throws {
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
        #expect(try row("sam", of: "results-", input)["mean"] == "0.850 ± 0.025")
    }

    @Test("a metric of unknown direction is higher or lower, not better or worse") func direction() {
        let plain = [0.80, 0.81, 0.82, 0.80, 0.83, 0.81]
        let noise = [0.001, 0, 0.002, 0.001, 0, 0.0]
        var input = Samples.input([("plain", plain), ("sam", zip(plain, noise).map { $0 + 0.1 + $1 })])
        #expect(markdown(input).contains("sam is better than plain: accuracy +0.1007 ± "))
        input.metrics = []
        let text = markdown(input)
        #expect(text.contains("sam is higher than plain: accuracy +0.1007 ± ") && !text.contains("↑"))
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

    @Test("every table, figure, finding and section has a name of its own, and every cell an address")
    func names() throws {
        let report = ReportBuilder().report(try Samples.golden())
        func areDifferent(_ names: [String]) -> Bool { Set(names).count == names.count }
        #expect(areDifferent(report.sections.map(\.id)))
        #expect(areDifferent(report.tables.map(\.id)))
        #expect(areDifferent(report.figures.map(\.id)))
        let inSections = report.sections.filter { $0.id != "verdict" }
        #expect(areDifferent(Report(title: "", sections: inSections).findings.map(\.id)))
        let addresses = report.tables.filter { $0.id != "setup" }.flatMap { table in
            table.rows.indices.flatMap { row in
                table.columns.indices.map { table.address(row: row, column: $0) }
            }
        }
        #expect(areDifferent(addresses))
    }

    @Test("every number of the main tables and contrasts says how it was computed, and from which rows")
    func origins() throws {
        let input = try Samples.golden()
        for table in ReportBuilder().report(input).tables
        where table.id.hasPrefix("results-") || table.id.hasPrefix("contrasts-") || table.id == "ranks" {
            for (row, name) in zip(table.rows, table.rowIDs) {
                for (column, cell) in zip(table.columns, row) {
                    guard let value = cell.value, value != .null, column.id != "passes" else { continue }
                    let origin = try #require(cell.origin, "\(table.id):\(name):\(column.id)")
                    #expect(
                        !origin.formula.isEmpty && origin.rows.allSatisfy { input.rows.indices.contains($0) })
                    if column.id == "mean" {
                        #expect(
                            origin.rows.allSatisfy { input.rows[$0].method == name && !origin.rows.isEmpty })
                    }
                }
            }
        }
    }
}
