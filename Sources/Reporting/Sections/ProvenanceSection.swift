import Primitives
import Records

/// Where the numbers come from.
enum ProvenanceSection: ReportSection {
    static let id = "provenance"

    static func make(_ context: ReportContext) -> [Section] {
        let input = context.input
        let isReproducible = context.options.isReproducible
        var facts: [[Table.Cell]] = []
        func add(_ name: String, _ value: String, json: JSONValue? = nil) {
            facts.append([Table.Cell(name), Table.Cell(value, value: json)])
        }
        if !isReproducible {
            if let id = input.experimentID { add("experiment", String(id), json: .integer(id)) }
            if let date = input.createdAt { add("recorded at", date) }
        }
        add("suite SHA-256", SHA256.hash(input.experiment.suiteText).hexadecimal)
        for (name, text) in fields where !isReproducible || name == "numerics version" {
            // Several machines may have shared the work; each field shows its distinct values.
            let values = Grouping(input.environments.map(text), by: { $0 }).groups.map(\.key)
            if !values.isEmpty { add(name, values.joined(separator: "; ")) }
        }
        if input.environments.isEmpty { add("attempts", "none was made") }
        if !isReproducible {
            if input.environments.count > 1 { add("environments", String(input.environments.count)) }
            let seconds =
                input.rows.indices.reduce(0) { $0 + Double(input.rows.cpuNanoseconds(of: $1) ?? 0) } / 1e9
            add("CPU time of the cells", NumberText.significant(seconds, 3) + " s", json: .real(seconds))
        }
        add("to make the cells again", "bench run \(word(input.experiment.suitePath)) --db FILE")
        if isReproducible {
            add("to check the bits", "bench verify --experiment \(word(input.experiment.name)) --db FILE")
        } else if let id = input.experimentID {
            add("to check the bits", "bench verify --experiment \(id) --db FILE")
        }
        let columns = [Table.Column("fact", "provenance"), Table.Column("value", "value")]
        return [
            Section(
                id: id, title: "Provenance", blocks: [.table(Table(id: id, columns: columns, rows: facts))])
        ]
    }

    /// A word as a shell reads it.
    private static func word(_ text: String) -> String { ShellWord.quoted(text) }

    private static let fields: [(String, @Sendable (Environment) -> String)] = [
        ("program", { $0.programVersion + ", " + $0.buildConfiguration + " build" }),
        ("numerics version", { String($0.numericsVersion) }),
        ("commit", commit),
        ("host", { $0.host }),
        ("CPU", { "\($0.cpu) (\($0.cpuCount) logical)" }),
        ("instruction set", { $0.instructionSet }),
        ("operating system", { $0.operatingSystem }),
        ("compiler", { $0.compiler }),
    ]

    @Sendable private static func commit(_ environment: Environment) -> String {
        guard let commit = environment.gitCommit else { return "unknown" }
        switch environment.gitDirty {
        case true?: return commit + " with uncommitted changes"
        case false?: return commit
        case nil: return commit + ", changes unknown"
        }
    }
}
