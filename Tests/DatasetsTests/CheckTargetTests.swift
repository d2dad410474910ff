import Numerics
import Primitives
import Testing

@testable import Datasets

@Suite("Checks: targets, order, splits, several datasets")
struct CheckTargetTests {
    @Test("A target twenty deviations out is named with its share of the variance; one of nine is not")
    func outliers() {
        var table = CheckFixture.sound(rows: 1000)
        var target = table.normals()
        target[41] = 1000
        let found = findings("target-outliers", table.dataset(target))
        #expect(found.map(\.severity) == [.note])
        #expect(found[0].message.contains("1000 in row 42"), "\(found[0].message)")
        #expect(found[0].message.contains("1 target more than 10"))
        target[41] = 9
        #expect(findings("target-outliers", table.dataset(target)).isEmpty)
        let skewed = table.normals().map { DeterministicMath.exp(3 * $0) }
        #expect(findings("target-outliers", table.dataset(skewed))[0].diagnostic.remedy!.contains("log"))
    }

    @Test("Rows sorted by class or target are noted, shuffled ones are not, nor a generator's")
    func order() {
        var table = CheckFixture.sound(rows: 300)
        let codes = table.integers(below: 3)
        #expect(findings("row-order", table.dataset(codes)).isEmpty)
        #expect(findings("row-order", table.dataset(codes.sorted()))[0].message.contains("sorted by class"))
        #expect(findings("row-order", table.dataset(codes.sorted()), isFile: false).isEmpty)
        let runs = (0..<300).map { $0 / 10 % 3 }
        #expect(findings("row-order", table.dataset(runs))[0].message.contains("in 30 runs"))
        let target = table.normals()
        #expect(findings("row-order", table.dataset(target)).isEmpty)
        #expect(
            findings("row-order", table.dataset(target.sorted(by: >)))[0].message.contains(
                "falls with the row"))
    }

    @Test("Mean and variance of the number of runs are those over all orders")
    func runs() throws {
        // All 1260 orders of 2, 3 and 4 rows of three classes.
        var sums = (count: 0.0, first: 0.0, second: 0.0)
        func visit(_ left: [Int], _ last: Int, _ runs: Int) {
            if left.allSatisfy({ $0 == 0 }) {
                sums = (sums.count + 1, sums.first + Double(runs), sums.second + Double(runs * runs))
            }
            for code in left.indices where left[code] > 0 {
                var rest = left
                rest[code] -= 1
                visit(rest, code, runs + (code == last ? 0 : 1))
            }
        }
        visit([2, 3, 4], -1, 0)
        #expect(sums.count == 1260)
        let expected = try #require(RowOrder.runs([2, 3, 4]))
        let mean = sums.first / sums.count
        #expect(abs(expected.mean - mean) < 1e-12)
        #expect(
            abs(expected.deviation * expected.deviation - (sums.second / sums.count - mean * mean)) < 1e-12)
    }

    @Test("Nothing to learn is a warning; a little to learn is none; a generator's is a note")
    func constantBaseline() {
        var table = CheckFixture.sound(rows: 400)
        let noise = table.integers(below: 2)
        let found = findings("constant-baseline", table.dataset(noise))
        #expect(found.map(\.severity) == [.warning])
        #expect(findings("constant-baseline", table.dataset(noise), isFile: false).map(\.severity) == [.note])
        let values = table.normals()
        #expect(findings("constant-baseline", table.dataset(values)).count == 1)
        #expect(findings("constant-baseline", table.dataset(table.classes())).isEmpty)
        #expect(findings("constant-baseline", table.dataset(table.values())).isEmpty)
    }

    @Test("Each predictor finds what is made for it")
    func predictors() {
        let table = CheckFixture.sound(rows: 400)
        let (a, b) = (table.numbers("a"), table.numbers("b"))
        func skill(_ predictor: BaselinePredictor, _ dataset: Dataset) -> Double {
            let problem = BaselineProblem(dataset, rows: 400)
            return problem.gains(of: predictor).reduce(0, +) / 400 / problem.constantLoss
        }
        let step = table.dataset(a.map { $0 > 0.3 ? 1.0 : 0 })
        #expect(skill(.stump, step) > 0.95)
        let line = table.dataset(a.indices.map { a[$0] - b[$0] })
        #expect(skill(.ridge, line) > 0.7 && skill(.stump, line) < 0.5)
        let exclusive = table.dataset(a.indices.map { (a[$0] > 0) != (b[$0] > 0) ? 1 : 0 })
        #expect(skill(.neighbours, exclusive) > 0.5 && skill(.ridge, exclusive) < 0.1)
        #expect(findings("constant-baseline", exclusive).isEmpty)
    }

    @Test("Ridge predictions are NumPy's")
    func ridge() {
        // X, y centred; numpy: T @ linalg.solve(X.T @ X + 4 * eye(2), X.T @ y), X, T standardised by X.
        let rows: [[Double]] = [[1, 4, 2, 9, 5], [3, 1, 7, 2, 0]]
        let columns = rows.map { BaselineFold.Column($0, [0, 1, 2, 3], [4]) }
        let fold = BaselineFold(columns: columns, targets: [[1, -2, 3, -2]], tests: 1)
        #expect(abs(fold.predictions(of: .ridge)[0][0] - ridgeReference) < 1e-12)
    }
    private let ridgeReference = -1.406281407035176

    @Test("Groups in training and test, and times the wrong way round")
    func roles() {
        let table = CheckFixture.sound(rows: 100)
        var dataset = table.dataset((0..<100).map { $0 % 2 })
        let names = (0..<10).map { "g\($0)" }
        dataset.roles.groups = .init(codes: (0..<100).map { Int32($0 % 10) }, names: names)
        let found = findings("split-roles", dataset, splits: [table.split])
        #expect(found.map(\.message) == ["10 of 10 groups of the test rows are trained on too"])
        dataset.roles.groups = .init(codes: (0..<100).map { Int32($0 / 10) }, names: names)
        #expect(findings("split-roles", dataset, splits: [table.split]).isEmpty)
        dataset.roles.times = (0..<100).map(Double.init)
        #expect(findings("split-roles", dataset, splits: [table.split]).isEmpty)
        dataset.roles.times = (0..<100).map { Double(-$0) }
        #expect(
            findings("split-roles", dataset, splits: [table.split])[0].message
                == "60 of 60 training rows are later than the first test row")
    }

    @Test("A split that is not the one that the dataset brings")
    func givenSplit() {
        let table = CheckFixture.sound(rows: 100)
        var dataset = table.dataset((0..<100).map { $0 % 2 })
        func parts(_ tested: Set<Int>) -> RowRoles.GivenSplit {
            .parts((0..<100).map { tested.contains($0) ? .test : .train })
        }
        let tested = Set(table.split.test)
        dataset.roles.split = parts(tested)
        #expect(findings("split-roles", dataset, splits: [table.split]).isEmpty)
        dataset.roles.split = parts(tested.subtracting(table.split.test.prefix(3)))
        let found = findings("split-roles", dataset, splits: [table.split])
        #expect(
            found.map(\.message) == [
                "3 of \(tested.count) test rows are not tested on in the split that the dataset brings"
            ])
        #expect(found[0].diagnostic.remedy?.contains("scheme: given") == true)
        dataset.roles.split = .folds((0..<100).map { tested.contains($0) ? 1 : 0 }, count: 2)
        #expect(findings("split-roles", dataset, splits: [table.split]).isEmpty)
    }

    @Test("A column of the words for parts, used as an input")
    func splitColumns() {
        var table = CheckFixture.sound(rows: 90)
        table.add("part", levels: (0..<90).map { ["train", "Test", "val"][$0 % 3] })
        table.add("kind", levels: (0..<90).map { ["train", "bus", "test"][$0 % 3] })
        let found = findings("split-columns", table.dataset(table.classes()))
        #expect(found.map(\.columns) == [["part"]])
        #expect(found[0].diagnostic.remedy == "set split_column: part to split by it, or exclude: [part]")
    }

    @Test("Datasets identical under another name, whatever the order of rows and columns")
    func identical() {
        var table = CheckFixture.sound(rows: 50)
        table.add("level", levels: table.integers(below: 3).map { "l\($0)" })
        let dataset = table.dataset(table.classes(), name: "first")
        var shuffled = dataset.taking(rows: (0..<50).map { ($0 * 7) % 50 })
        shuffled.name = "second"
        shuffled.contentHash = SHA256.hash("second")
        shuffled.columns.swapAt(0, 2)
        shuffled.columns[1].name = "renamed"
        var changed = shuffled
        if case .numeric(var numbers) = changed.columns[1].values {
            numbers[3] += 1e-9
            changed.columns[1].values = .numeric(numbers)
        }
        var other = dataset
        if case .classes(let codes) = dataset.target { other.target = .classes(codes.map { 1 - $0 }) }
        let found = IdenticalDatasets.findings(
            [dataset, shuffled, changed, other, dataset].map { CheckSubject($0) })
        #expect(found.map(\.subject) == [1, 3, 4])
        #expect(found.map(\.finding.severity) == [.warning, .note, .note])
        #expect(found[0].finding.message.contains("dataset \"first\""))
        #expect(found[1].finding.message.contains("with another target"))
    }

    @Test("Rows that swap a cell between them are another dataset")
    func swappedCells() {
        var table = CheckFixture.sound(rows: 50)
        let dataset = table.dataset(table.classes())
        var swapped = dataset
        if case .numeric(var numbers) = swapped.columns[1].values {
            numbers.swapAt(0, 1)
            swapped.columns[1].values = .numeric(numbers)
        }
        #expect(DatasetFingerprint(dataset) != DatasetFingerprint(swapped))
        #expect(DatasetFingerprint(dataset).inputs != DatasetFingerprint(swapped).inputs)
    }

    @Test(
        "The committed data sets have no error",
        arguments: [
            ("iris", "species"), ("wine", "cultivar"), ("breast_cancer", "diagnosis"), ("digits", "digit"),
            ("diabetes", "progression"),
        ])
    func committed(_ name: String, _ target: String) throws {
        let dataset = try csvSource(name + ".csv", target: target, in: repository + "/suites/data").load()
        let scheme = try HoldoutSplit(arguments: Arguments(for: HoldoutSplit.declaration.parameters))
        let splits = try (0..<3).map { try scheme.split(dataset, seed: $0) }
        let report = DataCheckReport([CheckSubject(dataset, splits: splits)], includesNotes: true)
        #expect(report.count(.error) == 0, "\(report.text)")
        #expect(report.count(.warning) == 0, "\(report.text)")
        #expect(report.exitCode(isStrict: true) == .success)
    }

    @Test("A report: errors first, strictness, text and JSON, the same twice")
    func report() throws {
        var table = CheckFixture.sound(rows: 200)
        let codes = table.classes()
        table.add("row", (0..<200).map(Double.init))
        let warned = DataCheckReport([CheckSubject(table.dataset(codes, name: "warned"))])
        #expect(warned.worst == .warning)
        #expect(warned.exitCode() == .success && warned.exitCode(isStrict: true) == .data)
        #expect(warned.refusal() == nil && warned.refusal(isStrict: true)?.exitCode == .data)
        table.add("leak", levels: codes.map { "\($0)" })
        let subjects = [CheckSubject(table.dataset(codes, name: "bad"), at: .init(file: "bad.csv"))]
        let report = DataCheckReport(subjects)
        #expect(report.worst == .error && report.exitCode() == .data)
        #expect(report.entries.map(\.finding.check).first == "leak")
        #expect(report.text.hasPrefix("bad: leak: error: column \"leak\" is the target under other names"))
        #expect(report.refusal()!.description.hasPrefix("bad.csv: error: dataset \"bad\": leak: column"))
        let document = try JSONParser.parse(report.json)
        #expect(document["errors"]?.integer == 1)
        #expect(document["findings"] != nil)
        #expect(DataCheckReport(subjects).json == report.json)
    }

    @Test("Every check declares itself, and bears two rows, missing columns and huge numbers")
    func extremes() {
        for declaration in DataCheckCatalogue.declarations {
            #expect(declaration.family == "data check" && declaration.summary.hasSuffix("."))
            #expect(!declaration.citations.isEmpty, "\(declaration.id)")
        }
        #expect(Set(DataCheckCatalogue.declarations.map(\.id)).count == DataCheckCatalogue.checks.count)
        for rows in [1, 2, 40] {
            var table = CheckFixture(rows: rows)
            table.add("missing", [Double](repeating: .nan, count: rows))
            table.add(
                "huge", (0..<rows).map { $0 % 2 == 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude })
            table.add("tiny", (0..<rows).map { Double($0) * .leastNonzeroMagnitude })
            table.add("level", levels: [String?](repeating: nil, count: rows))
            let empty = Split(train: [], validation: [], test: [])
            for dataset in [
                table.dataset((0..<rows).map { $0 % 2 }),
                table.dataset((0..<rows).map { $0 % 2 == 0 ? .greatestFiniteMagnitude : -1.5 }),
            ] {
                let report = DataCheckReport([CheckSubject(dataset, splits: [empty])])
                #expect(!report.text.contains("nan") && !report.text.contains("inf"), "\(report.text)")
            }
        }
    }
}
