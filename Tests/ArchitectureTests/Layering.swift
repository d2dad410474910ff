/// Which target may import which: the table of the layers as data.
///
/// An arrow points from a layer to a lower one only. Change the design before changing this.
enum Layering {
    /// What each target may import besides the standard library, and whether Foundation is allowed to it.
    struct Rule: Sendable {
        var target: String
        var mayImport: Set<String>
        var mayImportFoundation = true

        init(_ target: String, _ mayImport: Set<String>, foundation: Bool = true) {
            self.target = target
            self.mayImport = mayImport
            mayImportFoundation = foundation
        }
    }

    static let rules: [Rule] = [
        Rule("Primitives", [], foundation: false),
        Rule("Numerics", ["CTensorKernels", "Primitives"]),
        Rule("Records", ["Primitives"], foundation: false),
        Rule("TensorCore", ["CTensorKernels", "Numerics", "Primitives"], foundation: false),
        Rule("Datasets", ["CLibCSV", "CZlib", "Numerics", "Primitives"]),
        Rule("Statistics", ["Numerics", "Primitives"], foundation: false),
        Rule("Suites", ["Records", "Primitives", "Yams"]),
        Rule("Store", ["Records", "Primitives", "GRDB"]),
        Rule("Training", ["TensorCore", "Datasets", "Numerics", "Records", "Primitives"]),
        Rule("Reporting", ["Statistics", "Numerics", "Records", "Primitives"]),
        Rule("Models", ["Training", "TensorCore", "Numerics", "Primitives"]),
        Rule("Methods", ["Training", "TensorCore", "Numerics", "Primitives"]),
        Rule("Gating", ["Reporting", "Statistics", "Numerics", "Records", "Primitives"], foundation: false),
        Rule(
            "Runner",
            [
                "CTensorKernels", "CLibCSV", "CZlib", "Primitives", "Numerics", "Records", "TensorCore",
                "Datasets",
                "Suites",
                "Store", "Training", "Models", "Methods", "Subprocess",
                // The types that Subprocess's own calls take.
                "System", "SystemPackage",
            ]),
        Rule(
            "bench",
            [
                "CTensorKernels", "CLibCSV", "CZlib", "Primitives", "Numerics", "Records", "TensorCore",
                "Datasets",
                "Statistics",
                "Suites", "Store", "Training", "Reporting", "Gating", "Models", "Methods", "Runner",
                "Subprocess",
                "ArgumentParser",
            ]),
    ]

    /// Targets of C or of nothing but a module map: they import no module.
    static let leaves: Set<String> = ["CTensorKernels", "CLibCSV", "CZlib"]

    /// Targets that need not exist yet.
    static let optional: Set<String> = []

    /// Modules that everyone may import.
    static let alwaysAllowed: Set<String> = [
        "Swift", "Synchronization", "_Concurrency", "Observation", "RegexBuilder", "Dispatch", "Glibc",
        "Musl", "Darwin",
        "Builtin",
    ]

    /// Foundation in its several names.
    static let foundation: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking",
    ]

    static func rule(for target: String) -> Rule? { rules.first { $0.target == target } }
}
