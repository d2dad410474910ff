import Primitives

/// Which columns a step acts on: those it is told, or all of a kind.
struct StepColumns: Sendable, Hashable {
    /// The names given; empty for all of the kind.
    let names: [String]

    /// What the parameter `columns` says.
    init(_ arguments: Arguments) { names = arguments.texts("columns") }

    /// The numeric columns, as indices; without names, those not scaled yet where `unscaled` asks for it.
    ///
    /// Throws for a name that is no column, or one of another kind.
    func numeric(of table: FeatureTable, unscaled: Bool, step: String) throws(BenchError) -> [Int] {
        try indices(of: table, step, wanted: "numeric") { column in
            guard case .numeric = column.cells else { return false }
            return !names.isEmpty || !unscaled || !column.isScaled
        }
    }

    /// The categorical columns, as indices; without names, those for which `included` holds.
    func categorical(
        of table: FeatureTable, step: String,
        including included: (FeatureTable.Column) -> Bool = { _ in true }
    ) throws(BenchError) -> [Int] {
        try indices(of: table, step, wanted: "categorical") { column in
            guard case .categorical = column.cells else { return false }
            return !names.isEmpty || included(column)
        }
    }

    private func indices(
        of table: FeatureTable, _ step: String, wanted: String, where fits: (FeatureTable.Column) -> Bool
    ) throws(BenchError) -> [Int] {
        guard !names.isEmpty else { return table.columns.indices.filter { fits(table.columns[$0]) } }
        var result: [Int] = []
        for name in names {
            guard let index = table.columns.firstIndex(where: { $0.name == name }) else {
                throw BenchError(
                    .data,
                    "dataset \"\(table.dataset)\": \(step): there is no input column \"\(name)\""
                        + Suggestion.hint(for: name, among: table.columns.map(\.name)),
                    remedy: "name columns that the dataset has, or leave out columns for all \(wanted) ones")
            }
            guard fits(table.columns[index]) else {
                throw BenchError(
                    .data,
                    "dataset \"\(table.dataset)\": \(step): column \"\(name)\" is not \(wanted) at this point",
                    remedy: "name \(wanted) columns that no earlier step has encoded")
            }
            if !result.contains(index) { result.append(index) }
        }
        return result.sorted()
    }
}

/// The parameters that steps share.
enum PreprocessingParameters {
    /// The columns a step acts on.
    static func columns(_ kind: String) -> ParameterDeclaration {
        .init("columns", .texts, default: .texts([]), "The columns it acts on; [] for all \(kind) ones.")
    }
}
