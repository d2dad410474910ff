import Primitives
import Records

extension BaselineComparison {
    /// The comparison for programs.
    public var canonical: JSONValue {
        [
            "worse": .integer(worse.count),
            "worse_beyond_margin": hasMargins
                ? .integer(worse.count { $0.standing == .worseBeyondMargin }) : .null,
            "worse_beyond_chance": .integer(worse.count(where: \.isBeyondChance)),
            "compared": .integer(compared.count), "not_compared": .integer(statements.count - compared.count),
            "compared_cells": .integer(comparedCells), "identical_cells": .integer(identicalCells),
            "statements": .array(statements.map(canonical)),
            "differences": .array(
                changes.map { change in
                    [
                        "kind": .string(change.kind.rawValue), "text": .string(change.text),
                        "seeds_shared": change.sharedSeeds.map { .integer($0.count) } ?? .null,
                        "seeds_before": change.sharedSeeds.map { .integer($0.before) } ?? .null,
                        "configurations": .array(
                            change.configurations.map { labels in
                                [
                                    "dataset": .string(labels.dataset), "model": .string(labels.model),
                                    "method": .string(labels.method),
                                ]
                            }),
                    ]
                }),
            "summary": .string(summary),
        ]
    }

    private func canonical(_ statement: Statement) -> JSONValue {
        let row = statement.row
        let numbers = GateNumbers(row, alpha: alpha)
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        func real(_ value: Double?) -> JSONValue { value.map(JSONValue.real) ?? .null }
        return [
            "id": .string(row.id), "change": .string(statement.standing.rawValue),
            "what": .string(row.subject.key), "dataset": text(row.dataset), "model": text(row.model),
            "method": text(row.method), "old": real(row.baselineLevel), "new": real(row.candidateLevel),
            "difference": real(numbers.differenceValue),
            "margin": hasMargins ? real(numbers.marginValue) : .null, "pairs": .integer(row.pairs),
            "identical_pairs": .integer(row.identicalPairs), "p_worse": real(row.pWorse),
        ]
    }
}
