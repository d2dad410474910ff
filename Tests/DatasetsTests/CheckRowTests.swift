import Primitives
import Testing

@testable import Datasets

@Suite("Checks: rows, columns and classes")
struct CheckRowTests {
    /// A sound table of which rows are repeated: the rows `copied`, at the end.
    private func repeating(_ copied: [Int], of rows: Int) -> (Dataset, [Int]) {
        var table = CheckFixture.sound(rows: rows)
        let dataset = table.dataset(table.classes())
        let all = Array(0..<rows) + copied
        return (dataset.taking(rows: all), all)
    }

    @Test("Repeated rows: a note below 1 %, a warning above, with their numbers; none where none repeats")
    func duplicateRows() {
        #expect(findings("duplicate-rows", repeating([], of: 200).0).isEmpty)
        let few = findings("duplicate-rows", repeating([7], of: 200).0)
        #expect(few.map(\.severity) == [.note])
        #expect(few[0].message.hasPrefix("1 row of 201 (0.498 %) repeats"), "\(few[0].message)")
        let many = findings("duplicate-rows", repeating(Array(0..<50), of: 200).0)
        #expect(many.map(\.severity) == [.warning])
        #expect(many[0].message.hasPrefix("50 rows of 250 (20 %) repeat"), "\(many[0].message)")
    }

    @Test("Test rows that stand in training are counted; all of them is an error, none is said")
    func overlap() {
        let (dataset, _) = repeating(Array(0..<50), of: 200)
        let training = Array(0..<150)
        func severity(_ test: [Int]) -> (Diagnostic.Severity, String) {
            let found = findings(
                "duplicate-rows", dataset, splits: [Split(train: training, validation: [], test: test)])
            return (found[0].severity, found[0].message)
        }
        #expect(severity(Array(200..<250)).0 == .error)
        #expect(severity(Array(200..<250)).1.contains("50 of 50 test rows (100 %) also stand in training"))
        #expect(severity(Array(190..<210)).0 == .warning)
        #expect(severity(Array(190..<210)).1.contains("10 of 20 test rows (50 %)"))
        #expect(severity(Array(150..<200)).1.contains("no test row of 1 split is among them"))
    }

    @Test("An error needs every split to have nothing but known test rows; the worst split is named")
    func severalSplits() {
        let (dataset, _) = repeating(Array(0..<50), of: 200)
        let splits = [
            Split(train: Array(0..<150), validation: [], test: Array(200..<250)),
            Split(train: Array(0..<150), validation: [], test: Array(150..<250)),
        ]
        let found = findings("duplicate-rows", dataset, splits: splits)
        #expect(found.map(\.severity) == [.warning])
        #expect(
            found[0].message.contains("50 of 50 test rows (100 %) also stand in training in the worst of 2"))
    }

    @Test("Columns of few values must repeat: a note")
    func fewCombinations() {
        var table = CheckFixture(rows: 500)
        table.add("sex", levels: table.integers(below: 2).map { "s\($0)" })
        table.add("class", table.integers(below: 4).map(Double.init))
        let dataset = table.dataset(table.integers(below: 2))
        let found = findings("duplicate-rows", dataset, splits: [table.split])
        #expect(found.map(\.severity) == [.note])
        #expect(found[0].message.contains("492 rows of 500"))
        #expect(findings("conflicting-targets", dataset).map(\.severity) == [.note])
    }

    @Test("Equal inputs with other classes: the ceiling on accuracy, by counting")
    func conflicts() {
        var table = CheckFixture.sound(rows: 100)
        let codes = table.classes()
        let dataset = table.dataset(codes)
        // Rows 0 to 9 again twice, once with their class and once with the other one: 10 of 120 are lost.
        var doubled = dataset.taking(rows: Array(0..<100) + Array(0..<10) + Array(0..<10))
        doubled.target = .classes(codes + codes.prefix(10) + codes.prefix(10).map { 1 - $0 })
        let found = findings("conflicting-targets", doubled)
        #expect(found.map(\.severity) == [.warning])
        #expect(found[0].message.hasPrefix("30 rows share"), "\(found[0].message)")
        #expect(found[0].message.contains("more than 91.7 % of the rows"), "\(found[0].message)")
        doubled.target = .classes(codes + codes.prefix(10) + codes.prefix(10))
        #expect(findings("conflicting-targets", doubled).isEmpty)
    }

    @Test("Equal inputs with other numbers: the least error, by hand")
    func conflictingNumbers() {
        var table = CheckFixture(rows: 4)
        table.add("a", [1, 1, 2, 3])
        // The group {1, 3} has the mean 2 and the squares 1 + 1; √(2/4).
        let found = findings("conflicting-targets", table.dataset([1.0, 3, 10, 20]))
        #expect(found[0].message.contains("below 0.707"), "\(found[0].message)")
    }

    @Test("The first row of equal ones, −0 and 0 and missing cells equal among themselves")
    func rowGroups() {
        let groups = RowGroups([
            FeatureColumn(name: "x", values: .numeric([0, -0.0, .nan, 1, .nan, 0])),
            FeatureColumn(name: "y", values: .categorical(codes: [0, 0, -1, 1, -1, 1], levels: ["p", "q"])),
        ])
        #expect(groups.first == [0, 0, 2, 3, 2, 5])
        #expect(groups.distinct == 4)
    }

    @Test("Copies of a column, in another unit, or with renamed levels; r = 0.9999 is another column")
    func duplicateColumns() {
        var table = CheckFixture.sound(rows: 300)
        let noise = table.normals()
        let letters = table.integers(below: 4)
        table.add("copy", table.numbers("a"))
        table.add("fahrenheit", table.numbers("a").map { 32 + 1.8 * $0 })
        table.add("near", table.numbers("a").indices.map { table.numbers("a")[$0] + 0.02 * noise[$0] })
        table.add("letter", levels: letters.map { ["p", "q", "r", "s"][$0] })
        table.add("renamed", levels: letters.map { ["west", "east", "north", "south"][$0] })
        let found = findings("duplicate-columns", table.dataset(table.classes()))
        #expect(found.map(\.columns) == [["a", "copy", "fahrenheit"], ["letter", "renamed"]])
        #expect(found.map(\.severity) == [.warning, .warning])
        #expect(found[0].message.contains("\"copy\" equals it; \"fahrenheit\" is it in another unit"))
        #expect(found[0].diagnostic.remedy!.contains("exclude: [copy, fahrenheit]"))
    }

    @Test("Constant and nearly constant columns, and the near miss at 99.5 %")
    func constants() {
        var table = CheckFixture.sound(rows: 1000)
        table.add("constant", [Double](repeating: 4, count: 1000))
        table.add("rare", (0..<1000).map { $0 < 4 ? 1 : 0 })
        table.add("miss", (0..<1000).map { $0 < 5 ? 1 : 0 })
        let found = findings("constant-columns", table.dataset(table.classes()))
        #expect(found.map(\.columns) == [["constant"], ["rare"]])
        #expect(found.map(\.severity) == [.warning, .note])
        #expect(found[1].message.contains("0 in 99.6 % of the rows"), "\(found[1].message)")
    }

    @Test("Identifiers: row numbers, permutations, names; not what only is whole and different")
    func identifiers() {
        var table = CheckFixture.sound(rows: 100)
        table.add("number", (0..<100).map { Double(1000 + 3 * $0) })
        table.add("shuffled", (0..<100).map { Double(($0 * 37) % 100) })
        table.add("sparse", (0..<100).map { Double(($0 * 37) % 100 * 3) })
        table.add("CustomerID", (0..<100).map { Double(($0 * 37) % 100 * 7) })
        table.add("patient_id", (0..<100).map { Double($0 % 25) })
        table.add("valid", (0..<100).map { Double(($0 * 37) % 100 * 7) })
        table.add("text", levels: (0..<100).map { "t\($0 % 60)" })
        let found = findings("identifier-columns", table.dataset(table.classes()))
        #expect(
            found.map(\.columns) == [["number"], ["shuffled"], ["CustomerID"], ["patient_id"], ["text"]])
        #expect(found[0].message.contains("in order from 1000 to 1297"))
        #expect(found[3].diagnostic.remedy!.contains("group: patient_id"))
        #expect(
            findings(
                "identifier-columns",
                CheckFixture.sound(rows: 100).dataset([0] + [Int](repeating: 1, count: 99))
            ).isEmpty)
    }

    @Test(
        "Names of identifiers",
        arguments: [
            ("id", true), ("ID", true), ("user_id", true), ("userId", true), ("Unnamed: 0", true),
            ("idx_of", false),
            ("valid", false), ("humidity", false), ("width", false), ("id_number", true), ("index", true),
        ])
    func names(_ name: String, _ expected: Bool) {
        #expect(IdentifierColumns.isIdentifierName(name) == expected)
    }

    @Test("Mostly missing columns, rows with nothing, and the near miss at half")
    func missing() {
        var table = CheckFixture.sound(rows: 100)
        table.add("heavy", (0..<100).map { $0 < 51 ? .nan : Double($0) })
        table.add("half", (0..<100).map { $0 < 50 ? .nan : Double($0) })
        let found = findings("missing-values", table.dataset(table.classes()))
        #expect(found.map(\.columns) == [["heavy"]])
        #expect(found[0].message.contains("51 % of the rows"))
        var bare = CheckFixture(rows: 10)
        bare.add("x", [1, .nan, 3, 4, 5, 6, 7, 8, 9, 10])
        bare.add("y", levels: ["a", nil, "a", nil] + [String](repeating: "b", count: 6))
        let empty = findings("missing-values", bare.dataset([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]))
        #expect(empty.map(\.message) == ["every input is missing in 1 row of 10, row 2 first"])
    }

    @Test("Many levels with few rows each")
    func highCardinality() {
        var table = CheckFixture.sound(rows: 1000)
        table.add("many", levels: (0..<1000).map { "m\($0 % 51)" })
        table.add("fewer", levels: (0..<1000).map { "f\($0 % 50)" })
        let found = findings("high-cardinality", table.dataset(table.classes()))
        #expect(found.map(\.columns) == [["many"]])
        #expect(found[0].message.contains("51 levels, 19.6 rows each"))
    }

    @Test("Small classes, and parts of splits without a class")
    func smallClasses() {
        let table = CheckFixture.sound(rows: 100)
        func codes(_ rare: Int) -> [Int] { (0..<100).map { $0 < rare ? 2 : $0 % 2 } }
        let found = findings("small-classes", table.dataset(codes(9)), splits: [table.split])
        #expect(found.map(\.severity) == [.warning])
        #expect(
            found[0].message == "class \"class 2\" has 9 rows; none to test on in 1 of 1 split",
            "\(found[0].message)")
        #expect(findings("small-classes", table.dataset(codes(10))).isEmpty)
        let both = (0..<100).map { $0 < 9 ? 2 : $0 < 13 ? 3 : $0 % 2 }
        #expect(
            findings("small-classes", table.dataset(both)).map(\.message) == [
                "2 of 4 classes have few rows: \"class 2\" has 9; \"class 3\" has 4"
            ])
    }

    @Test("Extreme imbalance: 1 to 100 is none, a ratio above is; many equal classes are none")
    func imbalance() {
        func found(_ counts: [Int]) -> [DataFinding] {
            let codes = counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) }
            return findings("imbalance", CheckFixture.sound(rows: codes.count).dataset(codes))
        }
        #expect(found([1000, 20]).isEmpty)
        #expect(found([1000, 10, 100]).isEmpty)
        #expect(found([2020, 20, 500]).count == 1)
        #expect(found([1000, 10]).count == 1)
        #expect(found([Int](repeating: 5, count: 200)).isEmpty)
        let extreme = found([995, 5])
        #expect(extreme[0].message.contains("5 of 1000 rows (0.5 %), 1 to 199"), "\(extreme[0].message)")
        #expect(extreme[0].message.contains("99.5 % accurate"))
    }
}
