import Datasets
import Foundation
import Numerics
import Primitives
import Suites
import Testing

@testable import Runner

@Suite("Data: written and read back, summarised, selected")
struct DataCommandTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "runner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    /// The dataset that the suggested entry of a suite reads from the written file.
    private func readBack(_ dataset: Dataset, in folder: String) throws -> Dataset {
        let document = CSVDocument(dataset)
        var text = ""
        document.write { text += $0 }
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/d.csv"))
        let suite = """
            version: 1
            name: back
            seeds: 1
            datasets:
              - \(document.entry(path: "d.csv", id: "back"))
            models: [linear]
            methods: [baseline]
            training: {batch_size: 1}
            """
        return try SuitePlan(text: suite, path: folder + "/suite.yaml").library.dataset("back")
    }

    @Test(
        "Every generator's data read back as they were",
        arguments: DatasetCatalogue.declarations.filter { !DataSelection.isFileKind($0) }.map(\.id))
    func generators(_ id: String) throws {
        let dataset = try DataSelection(id).load()
        try withFolder { folder in
            let back = try readBack(dataset, in: folder)
            #expect(back.columns == dataset.columns)
            #expect(back.target == dataset.target)
            #expect(back.task == dataset.task)
        }
    }

    @Test(
        "Quotes, delimiters, line ends, extreme numbers, missing cells, a level called NA, a column called y")
    func hardCells() throws {
        let levels = ["", " lead", "NA", "a\"b", "c,d", "e\nf", "ü"].dropFirst().sorted {
            $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
        }
        let numbers = [
            0.1, -0.0, .leastNonzeroMagnitude, 1.7976931348623157e308, .nan, -1 / 3, 1e21, 123456789012345680,
        ]
        let rows = 4 * numbers.count
        let dataset = Dataset(
            name: "hard", task: .classification(classes: ["1", "maybe, no"]),
            columns: [
                FeatureColumn(name: "y", values: .numeric((0..<rows).map { numbers[$0 % numbers.count] })),
                FeatureColumn(
                    name: "a \"quoted\", name",
                    values: .categorical(codes: (0..<rows).map { Int32($0 % levels.count) }, levels: levels)),
                FeatureColumn(
                    name: "digit",
                    values: .categorical(codes: (0..<rows).map { Int32($0 % 2) }, levels: ["0", "1"])),
            ],
            target: .classes((0..<rows).map { $0 / 3 % 2 }), contentHash: SHA256.hash("hard"))
        #expect(CSVDocument(dataset).target == "y_")
        try withFolder { folder in
            let back = try readBack(dataset, in: folder)
            #expect(back.target == dataset.target && back.task == dataset.task)
            #expect(back.columns[1...] == dataset.columns[1...])
            guard case .numeric(let read) = back.columns[0].values,
                case .numeric(let made) = dataset.columns[0].values
            else { return }
            #expect(zip(read, made).allSatisfy { $0.isNaN && $1.isNaN || $0.bitPattern == $1.bitPattern })
        }
    }

    @Test("Roles are written as columns and named in the entry where the program reads them")
    func roles() {
        var table = Dataset(
            name: "roles", task: .regression,
            columns: [FeatureColumn(name: "group", values: .numeric([1, 2]))],
            target: .values([3, 4]), contentHash: SHA256.hash("roles"))
        table.roles = RowRoles(
            groups: .init(codes: [1, 0], names: ["p", "q"]), times: [0.5, 2], weights: [1, 0.25],
            split: .parts([.train, nil]))
        var text = ""
        CSVDocument(table).write { text += $0 }
        #expect(text == "group,group_,time,weight,split,y\r\n1,q,0.5,1,train,3\r\n2,p,2,0.25,,4\r\n")
    }

    @Test("Statistics of a column are pandas'")
    func summary() {
        // s = pandas.Series([3.5, -2, 8, 8, 0.25, 11, float("nan")]); s.describe(); s.nunique()
        let numbers = DatasetSummary.Numbers([3.5, -2, 8, 8, 0.25, 11, .nan])
        #expect(numbers.count == 6 && numbers.distinct == 5)
        #expect(abs(numbers.mean - 4.791666666666667) < 1e-14)
        #expect(abs(numbers.standardDeviation - 5.050783767561889) < 1e-13)
        let quantiles: [Double] = [-2, 1.0625, 5.75, 8, 11]
        for (found, expected) in zip(numbers.quantiles, quantiles) { #expect(abs(found - expected) < 1e-14) }
        let huge = DatasetSummary.Numbers([1e308, -1e308, 1e308])
        #expect(huge.mean.isFinite && huge.standardDeviation.isFinite)
        #expect(DatasetSummary.Numbers([.nan]).count == 0)
    }

    @Test("A summary of many columns shows some of them, the target among them, and counts the rest")
    func wideSummary() {
        var dataset = Dataset(
            name: "wide", task: .regression,
            columns: (0..<100).map { FeatureColumn(name: "column\($0)", values: .numeric([1, 2e301])) },
            target: .values([1.5, 2]), contentHash: SHA256.hash("wide"))
        dataset.targetName = "price"
        let text = DatasetSummary(dataset).text
        #expect(text.contains("column59 ") && !text.contains("column60 ") && text.contains("→ price"))
        #expect(
            text.contains("(40 more columns of numbers; --json has all)") && text.contains("5e+300"),
            "\(text)")
        #expect(DatasetSummary(dataset).json.contains("column99"))
    }

    @Test("Settings of the command line are read by the declaration")
    func settings() throws {
        let moons = try DataSelection("two-moons", settings: ["n=50", "noise=1e-1"])
        #expect(moons.use.arguments.integer("n") == 50 && moons.use.arguments.real("noise") == 0.1)
        #expect(moons.path == nil && moons.given.map(\.name) == ["n", "noise"])
        try withFolder { folder in
            let path = folder + "/2020.csv"
            try Data("2021\n".utf8).write(to: URL(fileURLWithPath: path))
            let file = try DataSelection(
                path, target: "2021", settings: ["exclude=2019, a b", "missing_values=[\"\", \"-\"]"])
            #expect(file.path == path && file.use.arguments.text("target") == "2021")
            #expect(file.use.arguments.texts("exclude") == ["2019", "a b"])
            #expect(file.use.arguments.texts("missing_values") == ["", "-"])
            for setting in ["target=z", "path=z"] {
                let error = #expect(throws: BenchError.self) {
                    try DataSelection(path, target: "y", settings: [setting])
                }
                #expect(error?.exitCode == .usage)
            }
            let missing = #expect(throws: BenchError.self) { try DataSelection(folder + "/2002.csv") }
            #expect(missing?.description.contains("did you mean \"2020.csv\"?") == true)
            #expect(missing?.description.contains("relative to the current folder") == true)
        }
        let suite = #expect(throws: BenchError.self) { try DataSelection("some/suite.yaml") }
        #expect(suite?.exitCode == .usage && suite?.description.contains("is a suite, not data") == true)
    }

    @Test("A preview gives way to the terminal and keeps the target")
    func preview() {
        var dataset = Dataset(
            name: "wide", task: .regression,
            columns: (0..<30).map { FeatureColumn(name: "column\($0)", values: .numeric([1, .nan])) },
            target: .values([1.5, 2]), contentHash: SHA256.hash("wide"))
        dataset.targetName = "price"
        let preview = DataPreview(dataset, rows: 10)
        for width in [20, 60, 100] {
            let lines = preview.text(width: width).split(separator: "\n")
            #expect(lines.prefix(3).allSatisfy { $0.count <= width }, "\(lines[0])")
            #expect(lines[0].hasSuffix("→ price"))
        }
        #expect(preview.text(width: 60).contains("more columns not shown"))
        #expect(!preview.text().contains("not shown"))
    }

    @Test("A template plans, and trains shorter on more rows", arguments: [30, 700, 51_000])
    func template(rows: Int) throws {
        try withFolder { folder in
            var stream = RandomStream(seed: 3, name: "template")
            let text =
                "x,z,y\n"
                + (0..<rows).map { row in
                    let x = stream.normal()
                    return "\(x),\(stream.normal()),\(x + stream.normal() > 0 ? "p" : "q")\n"
                }.joined()
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/t.csv"))
            let selection = try DataSelection(folder + "/t.csv", target: "y")
            let template = try SuiteTemplate(file: selection, path: folder + "/t.yaml")
            let plan = try SuitePlan(text: template.text, path: folder + "/t.yaml")
            #expect(plan.suite.stacks.count == 7 && plan.suite.models.count == 2)
            let epochs = plan.suite.training.arguments.integer("epochs")
            #expect(epochs == (rows > 50_000 ? 3 : 40))
            #expect(plan.suite.training.arguments.integer("batch_size") <= rows * 6 / 10)
        }
    }

    @Test(
        "A template splits by the roles that were named, and its batch fits the training part",
        arguments: [
            (["split_column=part"], "given"), (["group=site"], "grouped"), (["time=year"], "temporal"),
            ([], "holdout"),
        ])
    func templateRoles(settings: [String], scheme: String) throws {
        try withFolder { folder in
            var stream = RandomStream(seed: 4, name: "template")
            let text =
                "x,part,site,year,outcome\n"
                + (0..<120).map { row in
                    let x = stream.normal()
                    let part = row % 12 == 0 ? "train" : row % 3 == 1 ? "validation" : "test"
                    return
                        "\(x),\(part),s\(row / 10),\(1990 + row / 4),\(x + stream.normal() > 0 ? "p" : "q")\n"
                }.joined()
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/t.csv"))
            let selection = try DataSelection(folder + "/t.csv", settings: settings)
            let template = try SuiteTemplate(file: selection, path: folder + "/t.yaml")
            let plan = try SuitePlan(text: template.text, path: folder + "/t.yaml")
            #expect(plan.suite.datasets[0].split.id == scheme)
            #expect(template.text.contains("target: outcome"), "\(template.text)")
            #expect(plan.suite.training.arguments.integer("batch_size") == (scheme == "given" ? 10 : 16))
            #expect(template.findings.contains { $0.contains("split_column: part") } == (scheme != "given"))
        }
    }

    @Test("A template has a convolution for an image, and says when the data will be refused")
    func templateImage() throws {
        try withFolder { folder in
            var stream = RandomStream(seed: 5, name: "template")
            let header = (0..<16).map { "p\($0)" }.joined(separator: ",") + ",y\n"
            let rows = (0..<60).map { row in
                (0..<16).map { _ in "\(stream.normal())" }.joined(separator: ",")
                    + (row % 2 == 0 ? ",a\n" : ",b\n")
            }
            func template(_ text: String) throws -> SuiteTemplate {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/i.csv"))
                return try SuiteTemplate(
                    file: DataSelection(folder + "/i.csv", settings: ["shape=4,4"]), path: folder + "/i.yaml")
            }
            let sound = try template(header + rows.joined())
            #expect(sound.text.contains("{id: cnn, kind: cnn}") && sound.text.contains("105 cells: 3 models"))
            #expect(!sound.isRefused)
            let copied = try template(header + (0..<12).flatMap { _ in rows }.joined())
            #expect(copied.isRefused && copied.findings.contains { $0.contains("duplicate-rows") })
        }
    }
}
