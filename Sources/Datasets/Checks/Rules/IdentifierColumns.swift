import Primitives

/// Columns that number or name the rows.
struct IdentifierColumns: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "identifier-columns", family: "data check",
        summary: "A column numbers or names the rows, so that it can only be memorised.",
        citations: [
            "Kaufman, Rosset, Perlich & Stitelman 2012, Leakage in data mining, ACM TKDD 6(4), sec. 2"
        ],
        parameters: [
            .init(
                "rows", .integer(2...1_000_000), default: .integer(20),
                "With fewer rows a column may rise by chance, and nothing is said."),
            .init(
                "share", .real(.closed(0, 1)), default: .real(0.5),
                "The share of different cells from which a column of levels is an identifier."),
        ])

    private let rows: Int
    private let share: Double

    init(arguments: Arguments) {
        rows = arguments.integer("rows")
        share = arguments.real("share")
    }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        guard subject.dataset.rowCount >= rows else { return [] }
        return subject.dataset.columns.compactMap { column in
            guard let (text, remedy) = verdict(column, subject) else { return nil }
            return DataFinding(
                Self.declaration.id, subject.severity(.warning), columns: [column.name],
                "column \"\(CheckText.clipped(column.name))\" " + text, at: subject.location,
                remedy: "set \(CheckText.exclude([column.name]))" + remedy)
        }
    }

    private func verdict(_ column: FeatureColumn, _ subject: CheckSubject) -> (text: String, remedy: String)?
    {
        let count = column.count
        let isNamed = Self.isIdentifierName(column.name)
        switch column.values {
        case .numeric(let numbers):
            guard numbers.allSatisfy({ $0 == $0.rounded() && abs($0) < 0x1p53 }) else { return nil }
            let pairs = zip(numbers, numbers.dropFirst())
            if pairs.allSatisfy(<) || pairs.allSatisfy(>) {
                let (first, last) = (
                    CheckText.number(numbers[0], 15), CheckText.number(numbers[count - 1], 15)
                )
                return (
                    "holds a different whole number in every row, in order from \(first) to \(last)",
                    ", or name it by time if it tells when"
                )
            }
            if ConsecutiveNumbers.isPermutation(numbers) {
                return (
                    "holds the whole numbers from \(CheckText.number(numbers.min()!, 15)) to "
                        + "\(CheckText.number(numbers.max()!, 15)) once each", ""
                )
            }
        case .categorical(_, let levels):
            if Double(levels.count) >= share * Double(count) {
                return ("has \(levels.count) levels in \(count) rows", "")
            }
        }
        guard isNamed, let distinct = column.distinctValues(atMost: count), distinct > 2 else { return nil }
        if distinct == count {
            return ("is named like an identifier, with \(count) values in \(count) rows", "")
        }
        // The same identifier in several rows: a person or a site, measured more than once.
        guard Double(count) / Double(distinct) < Double(count) / 10 else { return nil }
        let each = CheckText.number(Double(count) / Double(distinct))
        return (
            "is named like an identifier, and each of its \(distinct) values stands in \(each) rows on average",
            subject.dataset.roles.groups == nil
                ? "; if its rows belong together, set group: \(CheckText.suiteText(column.name)) and protocol: "
                    + "{split: {scheme: grouped}}" : ""
        )
    }

    /// Whether a name says that its column identifies rows: id, patient_id, PatientID, uuid, row number, index.
    static func isIdentifierName(_ name: String) -> Bool {
        var words: [String] = [""]
        var wasLower = false
        for character in name {
            guard character.isLetter || character.isNumber else {
                words.append("")
                wasLower = false
                continue
            }
            if character.isUppercase, wasLower { words.append("") }
            words[words.count - 1] += character.lowercased()
            wasLower = character.isLowercase
        }
        words.removeAll(where: \.isEmpty)
        let ids: Set = ["id", "ids", "uuid", "guid", "identifier", "rowid"]
        if let last = words.last, let first = words.first, ids.contains(last) || ids.contains(first) {
            return true
        }
        let joined = words.joined(separator: " ")
        return ["index", "row", "row number", "row no", "unnamed 0", "key", "number", "no"].contains(joined)
    }
}
