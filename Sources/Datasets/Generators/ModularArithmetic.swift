import Numerics
import Primitives

/// All pairs of residues and the result of an operation on them: the tables on which grokking was observed.
public struct ModularArithmetic: DatasetSource {
    /// The declaration of `modular-arithmetic`.
    public static let declaration = ComponentDeclaration(
        id: "modular-arithmetic", family: "synthetic",
        summary: "Every pair of residues modulo p as two columns of levels, and the result of an operation.",
        formula: "y = a ∘ b mod p for all 0 ≤ a, b < p; a/b is a b⁻¹, without the pairs where b = 0",
        citations: [
            "Power, Burda, Edwards, Babuschkin & Misra 2022, Grokking: generalization beyond overfitting on small "
                + "algorithmic datasets, arXiv:2201.02177, app. A.1.1 (p = 97)"
        ],
        parameters: [
            .init(
                "p", .integer(3...251), default: .integer(97), "The modulus; a prime where b is divided by."),
            .init(
                "operation", .choice(Operation.allCases.map(\.rawValue)), default: .text("a+b"),
                "The operation, modulo p."),
        ],
        remarks: [
            "Rows are in the order of (a, b); the training fraction is the split's (the paper varies it). Nothing "
                + "is random. Levels are written with leading zeros, so that their order is that of the numbers.",
            "The product a*b is not among the paper's operations.",
        ])

    /// An operation on residues.
    enum Operation: String, CaseIterable {
        case sum = "a+b"
        case difference = "a-b"
        case product = "a*b"
        case quotient = "a/b"
        case mixed = "a/b if b odd else a-b"
        case squares = "a^2+b^2"
        case quadratic = "a^2+ab+b^2"
        case quadraticWithLinear = "a^2+ab+b^2+a"
        case cubic = "a^3+ab"
        case cubicWithLinear = "a^3+ab^2+b"

        /// Whether it divides by b.
        var divides: Bool { self == .quotient || self == .mixed }

        /// The result modulo `p`, given the inverse of b; nil where there is none.
        func callAsFunction(_ a: Int, _ b: Int, inverse: Int, modulus p: Int) -> Int? {
            switch self {
            case .sum: (a + b) % p
            case .difference: (a - b + p) % p
            case .product: a * b % p
            case .quotient: b == 0 ? nil : a * inverse % p
            case .mixed: b % 2 == 1 ? a * inverse % p : (a - b + p) % p
            case .squares: (a * a + b * b) % p
            case .quadratic: (a * a + a * b + b * b) % p
            case .quadraticWithLinear: (a * a + a * b + b * b + a) % p
            case .cubic: (a * a * a + a * b) % p
            case .cubicWithLinear: (a * a * a + a * b * b + b) % p
            }
        }
    }

    private let modulus: Int
    private let operation: Operation

    /// A table of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        modulus = arguments.integer("p")
        operation = Operation(rawValue: arguments.text("operation"))!
    }

    /// Makes the table; throws (exit code `usage`) for a division modulo a number that is no prime, and where all
    /// results are equal.
    public func load() throws(BenchError) -> Dataset {
        let p = modulus
        guard !operation.divides || (2..<p).allSatisfy({ p % $0 != 0 }) else {
            throw BenchError(
                .usage,
                "dataset \"\(Self.declaration.id)\": operation: \(operation.rawValue) divides, and p: \(p) is not "
                    + "a prime",
                remedy: "set p to a prime, such as 97")
        }
        var operands: (a: [Int], b: [Int]) = ([], [])
        var results: [Int] = []
        // 1/b by search: with a modulus this small that is nothing beside the table.
        let inverses = (0..<p).map { b in (0..<p).first { $0 * b % p == 1 % p } ?? 0 }
        for a in 0..<p {
            for b in 0..<p {
                guard let result = operation(a, b, inverse: inverses[b], modulus: p) else { continue }
                operands.a.append(a)
                operands.b.append(b)
                results.append(result)
            }
        }
        // Some operations do not reach every residue, and a class needs members.
        var isReached = [Bool](repeating: false, count: p)
        for result in results { isReached[result] = true }
        let reached = isReached.indices.filter { isReached[$0] }
        guard reached.count > 1 else {
            throw BenchError(
                .usage,
                "dataset \"\(Self.declaration.id)\": operation: \(operation.rawValue) modulo p: \(p) is always "
                    + "\(reached.first ?? 0)",
                remedy: "use a larger p or another operation")
        }
        var codes = [Int](repeating: 0, count: p)
        for (code, residue) in reached.enumerated() { codes[residue] = code }
        let target = Dataset.Target.classes(results.map { codes[$0] })
        var dataset = SyntheticTable([
            ("a", operands.a.map(Double.init)), ("b", operands.b.map(Double.init)),
        ]).dataset(
            name: Self.declaration.id, task: .classification(classes: reached.map(String.init)),
            target: target,
            truth: Truth(bayesErrorRate: 0, optimalPredictions: target))
        dataset.columns = [column("a", operands.a), column("b", operands.b)]
        return dataset
    }

    private func column(_ name: String, _ residues: [Int]) -> FeatureColumn {
        let width = String(modulus - 1).count
        // Only residues that occur: b = 0 does not, where b is divided by.
        let first = residues.min() ?? 0
        let levels = (first..<modulus).map { residue in
            String(repeating: "0", count: width - String(residue).count) + String(residue)
        }
        return FeatureColumn(
            name: name, values: .categorical(codes: residues.map { Int32($0 - first) }, levels: levels))
    }
}
