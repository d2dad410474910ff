import Primitives
import Records

/// What the sections of a suite are read with: the vocabulary, the findings so far, and the draft.
struct SuiteReader {
    let vocabulary: Vocabulary
    /// The suite's file.
    let path: String
    var findings: Findings
    var draft = SuiteDraft()
    /// The place of the key whose section is being read.
    var keyPlace: Place?

    /// Reads every section of the document in `text`; throws everything that is wrong.
    static func read(_ text: String, path: String, vocabulary: Vocabulary) throws(BenchError) -> SuiteDraft {
        var reader = SuiteReader(vocabulary: vocabulary, path: path, findings: Findings(file: path))
        if let root = YAMLReader.read(text, findings: &reader.findings) { reader.read(root) }
        if let error = reader.findings.error { throw error }
        return reader.draft
    }

    private mutating func read(_ root: YAMLNode) {
        if root.scalar == .null {
            findings.report("the suite is empty", at: .start, remedy: "start with \"version: 1\"")
            return
        }
        guard let fields = Fields(root, of: "the suite", known: SuiteSection.all.map(\.key), &findings) else {
            return
        }
        for section in SuiteSection.all {
            let node = fields[section.key]
            if node == nil, section.isRequired {
                findings.report("the suite needs the key \"\(section.key)\"", at: root.place)
            }
            keyPlace = fields.entry(section.key)?.place
            section.read(node, &self)
        }
        guard findings.isEmpty else { return }
        draft.checkCells(&findings)
    }
}

/// A dataset while its suite is read: nil where it leaves a choice to the protocol.
struct DatasetDraft {
    var label: String
    var group: String
    var use: ComponentUse
    var corruptions: [ComponentUse]
    var split: ComponentUse?
    /// The scheme that this kind of dataset needs where the suite names none.
    var usualSplit: ComponentUse?
    var preprocessing: [ComponentUse]?
    var allowed: [String]
}

/// A suite while it is read: nil where a section was faulty, so that later sections do not report it again.
struct SuiteDraft {
    var name = ""
    var description: String?
    var seeds: [Int]?
    var datasets: [DatasetDraft]?
    var models: [Suite.Entry]?
    var stacks: [Suite.Stack]?
    var training: TrainingSettings?
    var split: ComponentUse?
    /// Whether the suite says how rows are divided.
    var namesSplit = false
    var preprocessing: [ComponentUse] = []
    var primaryMetrics: [MetricDeclaration.TaskKind: String] = [:]
    var namedMetrics: [String] = []
    var baseline = ""
    var probes: [ComponentUse] = []
    var metrics: [String] = []
    var evaluations: [ComponentUse] = []
    var gate: GateRules?
    var exclusions: [CellRule] = []
    var excludePlace: Place?
    var overrides: [TrainingOverride] = []
}
