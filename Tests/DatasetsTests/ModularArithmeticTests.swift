import Primitives
import Testing

@testable import Datasets

@Suite("Modular arithmetic")
struct ModularArithmeticTests {
    private func table(_ operation: String, _ p: Int) throws -> [(a: Int, b: Int, y: Int)] {
        let dataset = try generated("modular-arithmetic", ["p": .integer(p), "operation": .text(operation)])
        let a = try #require(dataset.levels("a")).compactMap { $0.flatMap { Int($0) } }
        let b = try #require(dataset.levels("b")).compactMap { $0.flatMap { Int($0) } }
        let y = dataset.classNames.compactMap { Int($0) }
        #expect(a.count == dataset.rowCount && b.count == dataset.rowCount && y.count == dataset.rowCount)
        #expect(dataset.truth?.bayesErrorRate == 0 && dataset.truth?.optimalPredictions == dataset.target)
        return zip(a, zip(b, y)).map { ($0, $1.0, $1.1) }
    }

    @Test("Every operation satisfies its equation on every pair")
    func equations() throws {
        for p in [3, 97] {
            let equations: [(String, (Int, Int, Int) -> Int)] = [
                ("a+b", { $0 + $1 - $2 }), ("a-b", { $0 - $1 - $2 }), ("a*b", { $0 * $1 - $2 }),
                ("a/b", { $0 - $2 * $1 }),
                ("a/b if b odd else a-b", { $1 % 2 == 1 ? $0 - $2 * $1 : $0 - $1 - $2 }),
                ("a^2+b^2", { $0 * $0 + $1 * $1 - $2 }), ("a^2+ab+b^2", { $0 * ($0 + $1) + $1 * $1 - $2 }),
                ("a^2+ab+b^2+a", { $0 * ($0 + $1 + 1) + $1 * $1 - $2 }),
                ("a^3+ab", { $0 * ($0 * $0 + $1) - $2 }),
                ("a^3+ab^2+b", { $0 * ($0 * $0 + $1 * $1) + $1 - $2 }),
            ]
            #expect(equations.map(\.0) == ModularArithmetic.Operation.allCases.map(\.rawValue))
            for (operation, remainder) in equations {
                let rows = try table(operation, p)
                #expect(rows.count == (operation == "a/b" ? p * (p - 1) : p * p))
                #expect(rows.allSatisfy { remainder($0.a, $0.b, $0.y) % p == 0 && (0..<p).contains($0.y) })
                #expect(Set(rows.map { $0.a * p + $0.b }).count == rows.count)
            }
        }
    }

    @Test("Levels are sorted, all used, and classes that no pair reaches are left out")
    func levels() throws {
        for operation in ModularArithmetic.Operation.allCases {
            for p in [5, 11, 101] {
                let dataset = try generated(
                    "modular-arithmetic", ["p": .integer(p), "operation": .text(operation.rawValue)])
                for column in dataset.columns {
                    guard case .categorical(let codes, let levels) = column.values else {
                        Issue.record("\(column.name) is not categorical")
                        continue
                    }
                    #expect(levels == levels.sorted() && Set(codes).count == levels.count)
                }
                guard case .classification(let classes) = dataset.task else { continue }
                #expect(Set(dataset.codes).count == classes.count)
            }
        }
        // Squares modulo 4 are 0 and 1, so their sums are 0, 1 and 2.
        let dataset = try generated("modular-arithmetic", ["p": .integer(4), "operation": .text("a^2+b^2")])
        #expect(dataset.task == .classification(classes: ["0", "1", "2"]))
    }

    @Test("Dividing modulo a composite number is refused")
    func composite() throws {
        for operation in ["a/b", "a/b if b odd else a-b"] {
            let refusal = try failure {
                try generated("modular-arithmetic", ["p": .integer(91), "operation": .text(operation)])
            }
            #expect(refusal.exitCode == .usage && refusal.description.contains("p: 91"))
        }
    }
}
