import Primitives
import Records
import Testing

@testable import Reporting

@Suite("Learning curves and sensitivity in the report") struct CurveSectionTests {
    /// Curves of validation accuracy by row of the input's table.
    private func table(_ input: ReportInput, _ curves: [[Double]], name: String = "accuracy")
        -> LearningCurveTable
    {
        var table = LearningCurveTable(
            rows: input.rows.count,
            measures: [.init(part: .train, name: "loss"), .init(part: .validation, name: name)])
        for (row, values) in curves.enumerated() {
            for (epoch, value) in values.enumerated() {
                table.append(.init(epoch: epoch + 1, value: value), row: row, measure: 1)
            }
        }
        return table
    }

    private func curves(_ input: ReportInput) throws -> LearningCurves {
        let report = ReportBuilder(ReportOptions(sections: ["curves"])).report(input)
        let figures = report.sections.flatMap(\.blocks).compactMap { block -> Figure? in
            if case .figure(let figure) = block { figure } else { nil }
        }
        let figure = try #require(figures.first)
        guard case .learningCurves(let curves) = figure.content else {
            Issue.record("\(figure.id)")
            throw BenchError(.internal, "no curves")
        }
        #expect(figures.count == 1 && figure.id == "curves-metric-moons-mlp")
        return curves
    }

    /// Medians and quartiles of 1…5 by definition 7, as R's quantile and numpy's percentile have it.
    @Test("show medians with quartiles, by epoch") func summary() throws {
        var input = Samples.input([("plain", [0.5, 0.5, 0.5, 0.5]), ("sam", [0.5, 0.5, 0.5, 0.5])])
        input.curves = table(
            input,
            [[0.1, 0.4], [0.2, 0.3], [0.3, 0.2], [0.5, 0.1]] + Array(repeating: [0.5, 0.6], count: 4))
        let curves = try curves(input)
        #expect(curves.series.map(\.name) == ["plain", "sam"])
        #expect(curves.series[0].isBaseline && curves.isHigherBetter == true)
        let first = curves.series[0].points[0]
        #expect(first.x == 1 && abs(first.y - 0.25) < 1e-12)
        let band = try #require(first.band)
        #expect(abs(band.lowerBound - 0.175) < 1e-12 && abs(band.upperBound - 0.35) < 1e-12)
        #expect(curves.series[1].points[1].band == 0.6...0.6)
    }

    @Test("count cells that ended early as the worst, and end a line with its median") func ended() throws {
        var input = Samples.input([("plain", [0.5, 0.5, 0.5, 0.5]), ("sam", [0.5, nil, nil, nil])])
        var entries = input.entries
        for row in 5...6 { entries[row].status = .diverged("the loss is NaN") }
        input.entries = entries
        let full = Array(repeating: [0.5, 0.6, 0.7, 0.8], count: 4)
        // Of the other method two diverged after one and two epochs; the last cell was not run.
        input.curves = table(input, full + [[0.5, 0.6, 0.7, 0.8], [0.4], [0.3, 0.2]])
        let curves = try curves(input)
        #expect(curves.series[0].points.count == 4)
        let other = curves.series[1].points
        #expect(other.map(\.y) == [0.4, 0.2])
        #expect(other[1].band?.lowerBound == -.infinity && other[1].band?.upperBound == 0.4)
        let text = MarkdownRenderer().render(ReportBuilder(ReportOptions(sections: ["curves"])).report(input))
        #expect(text.contains("sam (2 of 3)"))
    }

    @Test("that were not read are said to be left out; none asked for, none said") func omission() {
        var input = Samples.input([("plain", [0.5, 0.5])])
        let builder = ReportBuilder(ReportOptions(sections: ["curves"]))
        #expect(builder.report(input).sections.isEmpty)
        input.curves = LearningCurveTable(omission: "there are 7 cells")
        let text = MarkdownRenderer().render(builder.report(input))
        #expect(text.contains("Learning curves are left out: there are 7 cells."))
        input.curves = table(input, [[], []])
        #expect(builder.report(input).sections.isEmpty)
    }

    @Test("are asked for by the experiment's metrics or the given one") func measures() {
        let experiment = Samples.experiment()
        #expect(
            ReportInput.curveMeasures(of: experiment) == [
                .init(part: .train, name: "loss"), .init(part: .validation, name: "accuracy"),
                .init(part: .validation, name: "mse"), .init(part: .test, name: "accuracy"),
                .init(part: .test, name: "mse"),
            ])
        let one = ReportInput.curveMeasures(of: experiment, ReportOptions(metric: "brier"))
        #expect(one.map(\.name) == ["loss", "brier", "brier"])
    }

    // MARK: Sensitivity

    private func method(_ label: String, _ stack: [JSONValue], optimizer: JSONValue = .null) -> JSONValue {
        ["label": .string(label), "stack": .array(stack), "optimizer": optimizer]
    }

    private func use(_ id: String, _ parameters: JSONValue) -> JSONValue {
        ["id": .string(id), "parameters": parameters, "version": 1]
    }

    @Test("families differ in one number of one component and in nothing else") func families() throws {
        let resolved: JSONValue = [
            "methods": [
                method("plain", []),
                method("d 0.5", [use("dropout", ["rate": 0.5, "kind": "a"])]),
                method("d 0.1", [use("dropout", ["rate": 0.1, "kind": "a"])]),
                method("d 0.2", [use("dropout", ["rate": 0.2, "kind": "a"])]),
                method("d 0.2 again", [use("dropout", ["rate": 0.2, "kind": "a"])]),
                method("other kind", [use("dropout", ["rate": 0.3, "kind": "b"])]),
                method("with sam", [use("dropout", ["rate": 0.4, "kind": "a"]), use("sam", ["radius": 1])]),
                method("scheduled", [use("dropout", ["rate": ["schedule": "linear"], "kind": "a"])]),
                method("lr 1", [], optimizer: use("sgd", ["learning_rate": 1, "momentum": 0.9])),
                method("lr 2", [], optimizer: use("sgd", ["learning_rate": 2, "momentum": 0.9])),
                method("lr 4", [], optimizer: use("sgd", ["learning_rate": 4, "momentum": 0.9])),
                method("lr 1, 0", [], optimizer: use("sgd", ["learning_rate": 1, "momentum": 0])),
                method("lr 2, 0", [], optimizer: use("sgd", ["learning_rate": 2, "momentum": 0])),
                method("lr 4, 0", [], optimizer: use("sgd", ["learning_rate": 4, "momentum": 0])),
                method("two a", [use("sam", ["radius": 1])]), method("two b", [use("sam", ["radius": 2])]),
            ]
        ]
        let parameters = ParameterFamilies(resolved).parameters
        #expect(parameters.map { "\($0.component).\($0.name)" } == ["dropout.rate", "sgd.learning_rate"])
        #expect(parameters[0].families[0].members.map(\.label) == ["d 0.1", "d 0.2", "d 0.5"])
        #expect(parameters[0].families[0].name == "dropout kind=a")
        #expect(parameters[1].families.map(\.name) == ["sgd momentum=0.9", "sgd momentum=0"])
        #expect(ParameterFamilies([:]).parameters.isEmpty)
    }

    private func sensitivity(_ accuracies: [Double]) -> Report {
        let rates = [0.0, 0.001, 0.01, 0.1].prefix(accuracies.count)
        var input = Samples.input(
            [("plain", [0.5, 0.52])]
                + zip(rates, accuracies).map { ("wd \($0)", [$1, $1 + 0.01]) })
        input.experiment.resolved = [
            "methods": .array(
                [method("plain", [])]
                    + rates.map { method("wd \($0)", [use("weight-decay", ["strength": .real($0)])]) })
        ]
        return ReportBuilder(ReportOptions(sections: ["sensitivity"])).report(input)
    }

    @Test("say which value is best, and whether it lies at the edge") func edges() throws {
        func row(_ accuracies: [Double]) throws -> [Table.Cell] {
            let section = try #require(sensitivity(accuracies).sections.first)
            guard case .table(let table) = section.blocks[1] else { return [] }
            return table.rows[0]
        }
        let last = try row([0.1, 0.2, 0.3, 0.4])
        #expect(last.map(\.text).suffix(4) == ["0, 0.001, 0.01, 0.1", "0.1", "0.41", "the largest tried"])
        #expect(last[6].value == .boolean(true))
        let first = try row([0.4, 0.2, 0.3, 0.1])
        #expect(first[4].text == "0" && first[6].text == "the smallest tried")
        #expect(first[6].value == .boolean(false))
        #expect(try row([0.1, 0.4, 0.3, 0.1])[6].text == "inside")
        #expect(try row([0.1, 0.4, 0.4, 0.1])[4].text == "0.001, 0.01")
        #expect(try row([0.4, 0.4, 0.4])[6].text == "all are equal")
        #expect(sensitivity([0.1, 0.2]).sections.isEmpty)
    }

    @Test("are drawn by logarithm with 0 apart where values span more than a decade") func figure() throws {
        let section = try #require(sensitivity([0.1, 0.2, 0.3, 0.4]).sections.first)
        guard case .figure(let figure) = section.blocks[2], case .sensitivity(let curves) = figure.content
        else {
            Issue.record("\(section.blocks)")
            return
        }
        #expect(figure.id == "sensitivity-weight-decay-strength-moons-mlp")
        #expect(curves.isLogarithmic && curves.series.count == 1)
        #expect(curves.series[0].points.map(\.x) == [0, 0.001, 0.01, 0.1])
        #expect(abs((curves.baseline?.y ?? 0) - 0.51) < 1e-12)
        #expect(curves.series[0].points[0].band != nil)
    }
}
