import Foundation
import Primitives
import Testing

@testable import Datasets

/// What Tests/Reference/csv_files.py wrote of one file.
struct ReferenceFile: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: JSONValue
    var testDescription: String { name }

    static let folder = repository + "/Tests/DatasetsTests/Fixtures"
    static let all: [ReferenceFile] = {
        let text = try! String(contentsOfFile: folder + "/csv.json", encoding: .utf8)
        guard case .array(let files)? = try! JSONParser.parse(text)["files"] else { return [] }
        return files.map { ReferenceFile(name: $0["file"]!.text!, expected: $0) }
    }()

    /// The dataset, by the source that reads such files.
    func load() throws -> Dataset {
        let type: any DatasetSource.Type = name.hasSuffix(".arff") ? ARFFSource.self : CSVSource.self
        guard case .object(var members)? = expected["arguments"] else { preconditionFailure(name) }
        members["path"] = .string("csv/" + name)
        members["target"] = expected["target_name"]
        let arguments = try Arguments(reading: members, for: type.declaration.parameters)
        return try type.init(arguments: arguments, baseDirectory: Self.folder).load()
    }
}

@Suite("Files that deviate in every way, against pandas")
struct CSVAgainstPandasTests {
    @Test("There is one file at least per deviation")
    func count() { #expect(ReferenceFile.all.count >= 18) }

    @Test("The whole matrix, the levels, the target and the roles agree", arguments: ReferenceFile.all)
    func agrees(_ file: ReferenceFile) throws {
        let dataset = try file.load()
        let columns = try #require(array(file.expected["columns"]))
        #expect(dataset.columns.map(\.name) == columns.map { $0["name"]!.text! })
        for (column, expected) in zip(dataset.columns, columns) {
            switch column.values {
            case .numeric(let found):
                let numbers = try #require(array(expected["numbers"])).map { $0.number ?? .nan }
                // Missing cells are NaN on both sides; everything else agrees bit for bit.
                #expect(
                    found.map { $0.isNaN ? 0 : $0.bitPattern } == numbers.map { $0.isNaN ? 0 : $0.bitPattern }
                )
                #expect(found.map(\.isNaN) == numbers.map(\.isNaN))
            case .categorical(let codes, let levels):
                #expect(levels == array(expected["levels"])?.map { $0.text! })
                #expect(codes.map(Int.init) == array(expected["codes"])?.map { $0.integer! })
                #expect(.boolean(column.isOrdinal) == expected["ordinal"])
            }
        }
        switch dataset.target {
        case .classes(let codes):
            #expect(codes == array(file.expected["target"])?.map { $0.integer! })
            let classes = array(file.expected["classes"])!.map { $0.text! }
            #expect(dataset.task == .classification(classes: classes))
        case .values(let values): #expect(values == array(file.expected["target"])?.map { $0.number! })
        }
        try roles(dataset.roles, file.expected)
    }

    private func roles(_ roles: RowRoles, _ expected: JSONValue) throws {
        #expect(roles.groups?.names == array(expected["group"]?["names"])?.map { $0.text! })
        #expect(roles.groups?.codes.map(Int.init) == array(expected["group"]?["codes"])?.map { $0.integer! })
        #expect(roles.times == array(expected["time"])?.map { $0.number! })
        #expect(roles.weights == array(expected["weight"])?.map { $0.number! })
        if let parts = array(expected["split_column"]) {
            let words: [String: RowRoles.Part] = ["train": .train, "val": .validation, "test": .test]
            #expect(roles.split == .parts(parts.map { words[$0.text!]! }))
        } else {
            #expect(roles.split == nil)
        }
    }

    private func array(_ value: JSONValue?) -> [JSONValue]? {
        if case .array(let elements)? = value { elements } else { nil }
    }

    @Test("Exclusions and recognised dialects are noted, and plain files are read without a word")
    func notes() throws {
        func notes(_ name: String) throws -> String {
            let file = try #require(ReferenceFile.all.first { $0.name == name })
            return try file.load().notes.map(\.description).joined(separator: "\n")
        }
        #expect(try notes("plain.csv").isEmpty)
        #expect(try notes("windows.csv").isEmpty)
        let excluded = try notes("dates_identifiers.csv")
        #expect(excluded.contains("columns \"iso\", \"german\", \"words\" excluded: they hold dates"))
        #expect(excluded.contains("column \"row\" excluded: consecutive whole numbers"))
        #expect(excluded.contains("column \"id\" excluded: 24 different texts in 24 rows"))
        let german = try notes("semicolon_decimal_comma.csv")
        #expect(german.contains("semicolons") && german.contains("decimal commas"))
        #expect(try notes("spaces_no_header.csv").contains("header: no"))
        #expect(try notes("single_quotes.csv").contains("quote: single"))
    }
}
