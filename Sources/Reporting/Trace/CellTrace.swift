import Primitives
import Records

/// What a cell of a report's table was computed from: the formula, the stored values, and how to fetch and make them.
public struct CellTrace: Sendable {
    /// The cell's address: table, row, column.
    public let address: String
    /// What people read there.
    public let text: String
    /// The value with all its digits; nil where the text says it all.
    public let value: JSONValue?
    /// How it was computed; nil for what was not computed from cells.
    public let formula: String?
    /// The metrics that the formula names.
    public let measures: [ResultTable.Measure]
    private let rows: [Int]
    private let table: ResultTable
    private let experiment: Int?

    /// Whether a text has the form of an address, and not that of a trained cell: `dataset/model/method/seed`.
    public static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count >= 3 && !parts[0].isEmpty && !parts[0].contains("/")
    }

    /// Traces the cell at `address` of a report of `input`; throws `.usage`, with near addresses, where there is none.
    public init(_ address: String, in report: Report, of input: ReportInput) throws(BenchError) {
        let found = try CellAddressing(report).cell(address)
        self.address = address
        text = found.text
        value = found.value
        formula = found.origin?.formula
        table = input.rows
        // A row's cells may share values: each is shown once.
        var seen: Set<Int> = []
        rows = (found.origin?.rows ?? []).filter { seen.insert($0).inserted }
        experiment = input.experimentID
        measures = Self.measures(found.origin?.formula ?? "", of: input.rows)
    }

    /// The cells, in the order in which they were used.
    public var cells: [ResultRow] { rows.map { table[$0] } }

    /// The metrics of which the formula says "name on part", in the order of the table.
    private static func measures(_ formula: String, of table: ResultTable) -> [ResultTable.Measure] {
        let words = formula.split { " ,;()".contains($0) }.map(String.init)
        let names = Set(table.measures.map(\.name))
        var named: Set<ResultTable.Measure> = []
        var name: String?
        for index in words.indices {
            if names.contains(words[index]) { name = words[index] }
            // "accuracy on train − on test" is the same metric twice.
            guard words[index] == "on", index + 1 < words.count, let name,
                let part = DataPart(rawValue: words[index + 1])
            else { continue }
            named.insert(.init(part: part, name: name))
        }
        return table.measures.filter(named.contains)
    }

    /// A statement for SQLite that fetches the values; nil where there are none or the experiment is in no store.
    public var query: String? {
        guard let experiment, !rows.isEmpty else { return nil }
        let places = rows.map { table.position(of: $0) }
        if measures.isEmpty {
            return """
                SELECT dataset, model, method, seed, status, metric, value, value_text, identity, parameters_sha256
                FROM v_final WHERE experiment_id = \(experiment) AND \(Self.condition("position", places))
                ORDER BY position;
                """
        }
        let named = measures.map { "r.part = '\($0.part.rawValue)' AND r.metric = '\(Self.quoted($0.name))'" }
        return """
            SELECT r.dataset, r.model, r.method, r.seed, r.status, r.part, r.metric, r.value, r.value_text,
                r.identity, f.parameters_sha256
            FROM v_results AS r JOIN v_final AS f ON f.experiment_id = r.experiment_id AND f.position = r.position
            WHERE r.experiment_id = \(experiment) AND \(Self.condition("r.position", places))
                AND (r.metric IS NULL OR \(named.joined(separator: " OR ")))
            ORDER BY r.position, r.part, r.metric;
            """
    }

    private static func quoted(_ text: String) -> String {
        text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }

    /// `x BETWEEN 0 AND 4 OR x IN (7, 9)` of whole numbers.
    private static func condition(_ column: String, _ places: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for place in Set(places).sorted() {
            if let last = ranges.last, last.upperBound + 1 == place {
                ranges[ranges.count - 1] = last.lowerBound...place
            } else {
                ranges.append(place...place)
            }
        }
        var terms = ranges.filter { $0.count > 2 }.map {
            "\(column) BETWEEN \($0.lowerBound) AND \($0.upperBound)"
        }
        let single = ranges.filter { $0.count <= 2 }.flatMap(Array.init)
        if !single.isEmpty {
            terms.append("\(column) IN (\(single.map(String.init).joined(separator: ", ")))")
        }
        return terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " OR ")))"
    }

    /// The most cells that one command line names.
    private static let mostNamed = 40

    /// The words of a command that trains the cells again and compares the bits; nil without cells.
    public func verification(storePath: String) -> [String]? {
        guard !rows.isEmpty else { return nil }
        let identities = cells.map(\.identity.digest.short)
        let start = ["bench", "verify", "--db", storePath]
        if identities.count <= Self.mostNamed { return start + ["--cell"] + identities }
        guard let experiment else { return start + ["--all"] }
        func only(_ key: String, _ label: (ResultRow) -> String) -> [String] {
            var labels: [String] = []
            for row in cells where !labels.contains(label(row)) { labels.append(label(row)) }
            return labels.count > 5 ? [] : labels.flatMap { ["--only", "\(key)=\($0)"] }
        }
        return start + ["--experiment", String(experiment), "--all"] + only("dataset", \.dataset)
            + only("model", \.model) + only("method", \.method)
    }
}
