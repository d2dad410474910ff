import Primitives

/// Merges the levels that few training rows have.
struct RareLevels: PreprocessingStep {
    static let declaration = ComponentDeclaration(
        id: "rare-levels", family: "preprocessing",
        summary: "Merge the levels that few training rows have into one, unseen levels included.",
        formula:
            "x ← other where x has fewer than min_count, or a smaller share than min_share, of the training rows",
        citations: [
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, OneHotEncoder (min_frequency)",
            "Kuhn & Johnson 2019, Feature Engineering and Selection, sec. 5.3",
        ],
        parameters: [
            PreprocessingParameters.columns("categorical columns without an order, that is"),
            .init(
                "min_count", .integer(0...1_000_000_000), default: .integer(10),
                "The fewest rows of a level that is kept."),
            .init(
                "min_share", .real(.closed(0, 1)), default: .real(0),
                "The least share of the training rows of a level that is kept."),
            .init(
                "max_levels", .integer(1...1_000_000), optional: true,
                "The most levels that are left, the merged one included; none: no limit."),
            .init(
                "other", .text, default: .text("other"),
                "The name of the merged level; a level so named joins it."),
            .init(
                "unseen", .choice(["other", "keep"]), default: .text("other"),
                "What a level becomes that no training row has."),
        ],
        remarks: [
            "Missing cells stay missing, and count among the rows of min_share.",
            "Where no level is rare, an unseen level becomes one that no training row has.",
        ])

    private let columns: StepColumns
    private let minimumCount: Int
    private let minimumShare: Double
    private let most: Int?
    private let other: String
    private let keepsUnseen: Bool

    init(arguments: Arguments) {
        columns = StepColumns(arguments)
        minimumCount = arguments.integer("min_count")
        minimumShare = arguments.real("min_share")
        most = arguments.optionalInteger("max_levels")
        other = arguments.text("other")
        keepsUnseen = arguments.text("unseen") == "keep"
    }

    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep {
        var tables: [Int: Fitted.Table] = [:]
        let share = Int((minimumShare * Double(training.rows.count)).rounded(.up))
        for index in try columns.categorical(of: training, step: "rare-levels", including: { !$0.isOrdinal })
        {
            guard case .categorical(let codes, let levels) = training.columns[index].cells else { continue }
            let merging = LevelMerging(
                fitting: codes, levels: levels.count, least: max(minimumCount, share), most: most)
            var kept: [String] = []
            var renamed: [Int32?] = []
            for (code, level) in levels.enumerated() {
                let isMerged = merging.isSeen[code] ? merging.merged.contains(Int32(code)) : !keepsUnseen
                if isMerged || level == other {
                    renamed.append(nil)
                } else {
                    renamed.append(Int32(kept.count))
                    kept.append(level)
                }
            }
            tables[index] = Fitted.Table(
                levels: kept + [other], codes: renamed.map { $0 ?? Int32(kept.count) })
        }
        return Fitted(tables: tables)
    }

    private struct Fitted: FittedStep {
        struct Table: Sendable {
            let levels: [String]
            /// The new code of each old one.
            let codes: [Int32]
        }

        /// By the index of the column.
        let tables: [Int: Table]

        func apply(to table: inout FeatureTable) {
            for index in table.columns.indices {
                guard let known = tables[index],
                    case .categorical(let codes, _) = table.columns[index].cells
                else { continue }
                table.columns[index].cells = .categorical(
                    codes: codes.map { $0 < 0 ? -1 : known.codes[Int($0)] }, levels: known.levels)
            }
        }
    }
}
