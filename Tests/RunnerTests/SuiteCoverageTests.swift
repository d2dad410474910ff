import Foundation
import Primitives
import Records
import Reporting
import Testing

@testable import Runner

/// Which suites of the repository show which methods.
@Suite("Methods in suites")
struct SuiteCoverageTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The methods and optimisers that the cells of a suite use.
    private func methods(of path: String) throws -> Set<String> {
        let plan = try SuitePlan(path: Self.root.appendingPathComponent(path).path)
        return Set(
            plan.distinctCells.flatMap { cell in
                cell.specification.methods.map(\.id) + [cell.specification.optimizer.id]
            })
    }

    @Test("the golden suite of methods trains every method of the catalogue")
    func golden() throws {
        let shown = try methods(of: MethodSuite.golden)
        for method in Catalogue.vocabulary.methods { #expect(shown.contains(method.id), "\(method.id)") }
    }

    @Test(
        "a suite that is said to show a family trains all of its methods",
        arguments: Array(Set(Catalogue.vocabulary.methods.map { MethodSuite.path(family: $0.family) }))
            .sorted())
    func families(path: String) throws {
        // The page of a method names its suite before that is written.
        guard FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(path).path) else {
            return
        }
        let shown = try methods(of: path)
        for method in Catalogue.vocabulary.methods where MethodSuite.path(family: method.family) == path {
            #expect(shown.contains(method.id), "\(method.id) is not in \(path)")
        }
    }
}
