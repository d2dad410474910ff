import Foundation
import Primitives
import Testing

@testable import Datasets

/// `Tests/Reference/generator-digests.txt`: a line per dataset, `id {arguments} sha256`.
///
/// The arguments are JSON, without defaults. A failure prints the line that would pass: it belongs into the file when
/// the generator is new, or with a raised `version` of its declaration when its rows were meant to change.
@Suite("Digests of the generators")
struct GeneratorDigestTests {
    private static let lines: [String] = {
        let path = repository + "/Tests/Reference/generator-digests.txt"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }()

    @Test("The bits of every line are those committed", arguments: lines)
    func digest(line: String) throws {
        let start = try #require(line.firstIndex(of: "{"))
        let end = try #require(line.lastIndex(of: "}"))
        let id = line[..<start].trimmingCharacters(in: .whitespaces)
        let written = String(line[start...end])
        guard case .object(let members) = try JSONParser.parse(written) else {
            Issue.record("no arguments: \(line)")
            return
        }
        let type = try #require(DatasetCatalogue.source(id), "no generator \(id)")
        let arguments = try Arguments(reading: members, for: type.declaration.parameters)
        let dataset = try type.init(arguments: arguments, baseDirectory: "").load()
        let found = "\(id) \(written) \(dataset.contentHash.hexadecimal)"
        #expect(found == line)
    }

    @Test("Every generator of the catalogue has a line")
    func complete() throws {
        let ids = Set(Self.lines.map { String($0.prefix { $0 != " " }) })
        for declaration in DatasetCatalogue.declarations where declaration.family == "synthetic" {
            guard !ids.contains(declaration.id) else { continue }
            let hash = try generated(declaration.id).contentHash.hexadecimal
            Issue.record("add the line: \(declaration.id) {} \(hash)")
        }
    }

    @Test("No line stands twice")
    func unique() {
        let keys = Self.lines.map { $0.split(separator: " ").dropLast().joined(separator: " ") }
        #expect(Set(keys).count == keys.count && !keys.isEmpty)
    }
}
