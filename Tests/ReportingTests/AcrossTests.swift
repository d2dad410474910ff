import Primitives
import Records
import Statistics
import Testing

@testable import Reporting

@Suite("What datasets say together") struct AcrossTests {
    /// The accuracies of `across.json`, with the last dataset's gap.
    private func input() throws -> (input: ReportInput, expected: JSONValue) {
        let expected = try JSONParser.parse(Samples.file("across.json"))
        let datasets = strings(expected["datasets"])
        var rows: [ResultTable.Entry] = []
        for dataset in datasets {
            for method in strings(expected["methods"]) {
                guard case .array(let column)? = expected["values"]?[dataset]?[method] else { continue }
                for (seed, value) in column.enumerated() {
                    rows.append(
                        Samples.row(
                            dataset, method, seed, position: rows.count, value: value.number,
                            status: value == .null ? nil : .completed))
                }
            }
        }
        let input = ReportInput(
            experiment: Samples.experiment(), datasets: datasets.map { Samples.dataset($0) },
            rows: ResultTable(rows), environments: [Samples.environment], metrics: Samples.metrics)
        return (input, expected)
    }

    private func strings(_ value: JSONValue?) -> [String] {
        guard case .array(let values)? = value else { return [] }
        return values.compactMap(\.text)
    }

    private func numbers(_ value: JSONValue?) -> [Double] {
        guard case .array(let values)? = value else { return [] }
        return values.compactMap(\.number)
    }

    private func isClose(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return false }
        return abs(a - b) <= 1e-10 * max(abs(b), 1e-3)
    }

    @Test("mean ranks, Friedman's test and all pairs are scipy's; the dataset with a gap is named")
    func ranks() throws {
        let (input, expected) = try input()
        let across = try #require(Analysis(input).across)
        #expect(across.table.datasets.count == 9)
        #expect(across.table.excluded.map(\.dataset) == ["set 9"])
        for (ours, theirs) in zip(across.friedman.meanRanks, numbers(expected["meanRanks"])) {
            #expect(isClose(ours, theirs))
        }
        #expect(isClose(across.friedman.tieCorrectedChiSquared, expected["chiSquared"]?.number))
        #expect(isClose(across.friedman.imanDavenport.statistic, expected["f"]?.number))
        #expect(isClose(across.friedman.imanDavenport.p, expected["p"]?.number))
        guard case .array(let pairs)? = expected["pairs"] else { return }
        #expect(pairs.count == 6)
        for pair in pairs {
            let ours = try #require(across.comparisons).pair(
                pair["first"]!.integer!, pair["second"]!.integer!)
            #expect(isClose(ours.p, pair["p"]?.number) && isClose(ours.adjusted, pair["adjusted"]?.number))
        }
    }

    @Test("overall contrasts: means, t intervals, Wilcoxon's p and the chance of an improvement are scipy's")
    func overall() throws {
        let (input, expected) = try input()
        let contrasts = try #require(Analysis(input).across?.overall.first)
        guard case .array(let entries)? = expected["overall"] else { return }
        #expect(entries.count == 3 && contrasts.rows.count == 3 && !contrasts.isBootstrapped)
        for (row, entry) in zip(contrasts.rows, entries) {
            #expect(isClose(row.estimate.value, entry["mean"]?.number))
            #expect(isClose(row.estimate.interval?.lower, entry["lower"]?.number))
            #expect(isClose(row.estimate.interval?.upper, entry["upper"]?.number))
            #expect(isClose(row.p, entry["p"]?.number))
            #expect(isClose(row.adjustedP, entry["adjusted"]?.number))
            #expect(isClose(row.improvement, entry["improvement"]?.number))
            // Balanced: the mixed model's contrast is the difference of the means.
            #expect(isClose(row.mixed?.difference, row.estimate.value))
        }
    }

    @Test("with ten datasets intervals are bootstrapped over datasets and seeds") func bootstrap() throws {
        var (input, _) = try input()
        for index in input.entries.indices where input.entries[index].status == nil {
            input.entries[index].status = .completed
            input.entries[index].metrics = [
                MetricValue(part: .test, name: "accuracy", value: 0.8 + 0.001 * Double(index % 7))
            ]
        }
        let contrasts = try #require(Analysis(input).across?.overall.first)
        #expect(contrasts.isBootstrapped && contrasts.datasets.count == 10)
        for row in contrasts.rows {
            let interval = try #require(row.estimate.interval)
            #expect(interval.contains(row.estimate.value) && interval.halfWidth > 0)
        }
    }

    @Test("a method with a failed cell has the worst rank there, and differences are over survivors")
    func failure() throws {
        var (input, _) = try input()
        let sam = try #require(input.entries.firstIndex { $0.labels.method == "sam" })
        input.entries[sam].status = .diverged("the loss is NaN")
        input.entries[sam].metrics = []
        let across = try #require(Analysis(input).across)
        let method = try #require(across.table.methods.firstIndex(of: "sam"))
        #expect(across.ranks[0][method] == 4 && across.table.failures[method] == 1)
        #expect(across.overall[0].rows.contains { $0.method == "sam" && $0.differences.count == 9 })
        let ranks = try #require(ReportBuilder().report(input).tables.first { $0.id == "ranks" })
        #expect(ranks.notes.contains { $0.contains("has the worst rank there") })
    }

    @Test("few datasets cannot tell pairs apart, and the report says so before anybody wonders")
    func tooFew() throws {
        var (input, _) = try input()
        input.datasets = Array(input.datasets.prefix(4))
        let labels = input.datasets.map(\.label)
        input.entries = input.entries.filter { labels.contains($0.labels.dataset) }
        let text = MarkdownRenderer().render(ReportBuilder().report(input))
        #expect(text.contains("With 4 datasets Wilcoxon's test cannot give a p below 0.13"))
        #expect(
            text.contains(
                "The smallest p-value that 4 datasets can give is 0.13, and 0.38 after correction over 3 comparisons"
            ))
        #expect(!text.contains("none could have been"))
        input.datasets = Array(input.datasets.prefix(1))
        input.entries = input.entries.filter { $0.labels.dataset == labels[0] }
        let alone = MarkdownRenderer().render(ReportBuilder().report(input))
        #expect(alone.contains("nothing can be said about others"))
    }

    @Test("a dataset on which every cell failed takes no part, by name") func allFailed() throws {
        var (input, _) = try input()
        let alone = try #require(Analysis(input).across)
        for index in input.entries.indices where input.entries[index].labels.dataset == "set 1" {
            input.entries[index].status = .diverged("the loss is NaN")
            input.entries[index].metrics = []
        }
        let across = try #require(Analysis(input).across)
        #expect(alone.table.datasets.contains("set 1") && !across.table.datasets.contains("set 1"))
        #expect(across.table.excluded.first?.reason == "no method has a result there")
        #expect(across.ranks.count == alone.ranks.count - 1)
        #expect(across.table.failures == alone.table.failures)
        for index in input.entries.indices {
            input.entries[index].status = .diverged("the loss is NaN")
            input.entries[index].metrics = []
        }
        #expect(Analysis(input).across == nil)
    }

    @Test("a method that is not on every dataset is in no rank, by name") func leftOut() throws {
        var (input, _) = try input()
        input.entries.removeAll { $0.labels.method == "l2" && $0.labels.dataset == "set 2" }
        let across = try #require(Analysis(input).across)
        #expect(across.table.leftOut == ["l2"] && across.table.methods == ["plain", "sam", "dropout"])
        // Without l2 the last dataset has no gap.
        #expect(across.table.datasets.count == 10)
    }

    @Test("where metrics differ, ranks are compared and differences are not") func twoMetrics() throws {
        let across = try #require(Analysis(try Samples.golden()).across)
        #expect(across.procedure == .nemenyi && across.table.commonMetric == nil && across.overall.isEmpty)
        #expect(across.table.datasets == ["moons", "housing"])
    }

    @Test("models are averaged within a dataset, so that it counts once") func models() throws {
        var (input, _) = try input()
        let copies = input.entries.map { entry in
            var entry = entry
            entry.labels.model = "other"
            entry.position += 1_000
            entry.metrics = entry.metrics.map {
                MetricValue(part: .test, name: "accuracy", value: $0.value - 0.1)
            }
            return entry
        }
        let alone = try #require(Analysis(input).across)
        input.entries += copies
        let both = try #require(Analysis(input).across)
        #expect(both.table.datasets == alone.table.datasets && both.ranks == alone.ranks)
        for (one, other) in zip(alone.overall[0].rows, both.overall[0].rows) {
            #expect(isClose(other.estimate.value, one.estimate.value) && isClose(other.p, one.p))
        }
    }
}
