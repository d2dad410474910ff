import Numerics
import Primitives

/// Domains in which a feature agrees with the label for no lasting reason.
public struct SpuriousDomains: StreamingSource {
    /// The declaration of `spurious-domains`.
    public static let declaration = ComponentDeclaration(
        id: "spurious-domains", family: "synthetic",
        summary:
            "Training domains in which a spurious feature tells more of the label than the core feature does, "
            + "and a test domain in which it misleads.",
        formula:
            "c uniform over {−1, 1}; y = c, flipped with probability η; a = y, flipped with probability e of "
            + "the domain; core ~ N(c 1, σ_c² I), spurious ~ N(a 1, σ_s² I); e of training domain i of m: evenly "
            + "from flip_high to flip_low",
        citations: [
            "Arjovsky, Bottou, Gulrajani & Lopez-Paz 2019, Invariant risk minimization, arXiv:1907.02893, sec. 5.2 "
                + "(Colored MNIST: e = 0.2, 0.1, test 0.9, η = 0.25)",
            "Sagawa, Raghunathan, Koh & Liang 2020, An investigation of why overparameterization exacerbates "
                + "spurious correlations, ICML (simulations: core and spurious normal features)",
            "Sagawa, Koh, Hashimoto & Liang 2020, Distributionally robust neural networks for group shifts, ICLR "
                + "(Waterbirds: 5 % of the training rows against the correlation, half of the others)",
        ],
        parameters: [
            SyntheticParameters.count(default: 5000, least: 10),
            .init(
                "domains", symbol: "m", .integer(1...100), default: .integer(2),
                "The number of training domains, equally large."),
            .init(
                "flip_low", .real(.closed(0, 1)), default: .real(0.1),
                "How often the spurious feature disagrees with the label in the last training domain."),
            .init(
                "flip_high", .real(.closed(0, 1)), default: .real(0.2),
                "How often it disagrees in the first training domain; one domain has the mean of both."),
            .init(
                "test_flip", .real(.closed(0, 1)), default: .real(0.9),
                "How often it disagrees in the test domain."),
            .init(
                "label_noise", symbol: "η", .real(.closed(0, 0.5)), default: .real(0.25),
                "How often the label disagrees with the core feature, in every domain."),
            .init(
                "core_dimension", .integer(1...1000), default: .integer(1), "The number of core columns."),
            .init(
                "spurious_dimension", .integer(1...1000), default: .integer(1),
                "The number of spurious columns."),
            .init(
                "core_noise", symbol: "σ_c", .real(.closed(1e-3, 1e3)), default: .real(0.25),
                "The standard deviation of the core columns about c."),
            .init(
                "spurious_noise", symbol: "σ_s", .real(.closed(1e-3, 1e3)), default: .real(0.1),
                "The standard deviation of the spurious columns about a."),
            .init(
                "validation", .choice(["training", "test"]), default: .text("training"),
                "Whose law the validation rows follow: that of the training domains, or the test domain's."),
            .init(
                "validation_fraction", .real(.closed(0, 0.45)), default: .real(0.2),
                "The fraction of the rows for validation; 0 for none."),
            .init(
                "test_fraction", .real(.closed(0.05, 0.45)), default: .real(0.2),
                "The fraction of the rows in the test domain."),
            .init(
                "groups", .choice(["domain", "class-spurious"]), default: .text("domain"),
                "What the groups of the rows are: their domain, or the four pairs of y and a."),
            SyntheticParameters.online,
            SyntheticParameters.seed,
        ],
        remarks: [
            "It is split by its own parts, `given`, unless a suite says otherwise. The defaults are Colored MNIST's probabilities; group imbalance as in "
                + "Waterbirds: domains: 1, flip_low: 0.05, flip_high: 0.05, test_flip: 0.5, label_noise: 0, "
                + "validation: test, groups: class-spurious.",
            "The Bayes error rate is that of the test domain with its law known; the best prediction of a row is that of "
                + "its own domain. The least error of what uses the core alone, and so holds in every domain, is "
                + "the quantity invariant_error_rate. The relevant columns are the core: what causes the label.",
        ], split: "given")

    /// The law and the sizes.
    struct Settings {
        var law: SpuriousLaw
        var trainFlips: [Double]
        var testFlip: Double
        var validationFollowsTest: Bool
    }

    private let count: Int
    private let settings: Settings
    private let dimensions: (core: Int, spurious: Int)
    private let noise: (core: Double, spurious: Double)
    private let fractions: [Double]
    private let groupsAreDomains: Bool
    private let seed: Int

    /// Domains of the given arguments; the folder is not used.
    public init(arguments: Arguments, baseDirectory: String) {
        count = arguments.integer("n")
        dimensions = (arguments.integer("core_dimension"), arguments.integer("spurious_dimension"))
        noise = (arguments.real("core_noise"), arguments.real("spurious_noise"))
        let (low, high) = (arguments.real("flip_low"), arguments.real("flip_high"))
        let domains = arguments.integer("domains")
        settings = Settings(
            law: SpuriousLaw(
                labelNoise: arguments.real("label_noise"),
                core: DeterministicMath.sqrt(Double(dimensions.core)) / noise.core,
                spurious: DeterministicMath.sqrt(Double(dimensions.spurious)) / noise.spurious),
            trainFlips: (0..<domains).map { domain in
                if domains == 1 { return 0.5 * (low + high) }
                let share = Double(domain) / Double(domains - 1)
                return high * (1 - share) + low * share
            },
            testFlip: arguments.real("test_flip"),
            validationFollowsTest: arguments.text("validation") == "test")
        let (validation, test) = (arguments.real("validation_fraction"), arguments.real("test_fraction"))
        fractions = [1 - validation - test, validation, test]
        groupsAreDomains = arguments.text("groups") == "domain"
        seed = arguments.integer("data_seed")
    }

    /// Generates the rows: for training, for validation, then for testing; the domains take turns.
    public func load() throws(BenchError) -> Dataset { try rows(draw: 0) }

    /// Fresh rows of the same domains, divided alike.
    public func rows(draw: Int) throws(BenchError) -> Dataset {
        let width = dimensions.core + dimensions.spurious
        try TableSize.check(
            rows: count, columns: width, of: Self.declaration.id, parameters: "n or the dimensions")
        let sizes = LargestRemainder.shares(of: count, fractions: fractions)
        let domains = settings.trainFlips.count
        guard sizes[0] >= domains, sizes[2] > 0 else {
            throw BenchError(
                .usage,
                "dataset \"\(Self.declaration.id)\": n: \(count) leaves \(sizes[0]) training and \(sizes[2]) test "
                    + "rows for domains: \(domains)",
                remedy: "use a larger n or fewer domains")
        }
        let parts = zip(RowRoles.Part.allCases, sizes).flatMap { [RowRoles.Part](repeating: $0, count: $1) }
        var stream = DrawStream.rows(seed: seed, draw: draw)
        var values: [Double] = []
        values.reserveCapacity(count * width)
        var labels: [Int] = []
        var optimal: [Int] = []
        var codes: [Int32] = []
        for (row, part) in parts.enumerated() {
            let isTest = part == .test || (part == .validation && settings.validationFollowsTest)
            let domain = isTest ? domains : row % domains
            let flip = isTest ? settings.testFlip : settings.trainFlips[domain]
            let core = stream.uniform() < 0.5 ? -1.0 : 1.0
            let label = stream.uniform() < settings.law.labelNoise ? -core : core
            let spurious = stream.uniform() < flip ? -label : label
            // The sums over the columns are all that the label depends on.
            var sums = (core: StableSum(), spurious: StableSum())
            for _ in 0..<dimensions.core {
                let value = core + noise.core * stream.normal()
                sums.core.add(value)
                values.append(value)
            }
            for _ in 0..<dimensions.spurious {
                let value = spurious + noise.spurious * stream.normal()
                sums.spurious.add(value)
                values.append(value)
            }
            labels.append(label < 0 ? 0 : 1)
            let evidence = settings.law.logarithmicOdds(
                core: sums.core.value / (noise.core * noise.core),
                spurious: sums.spurious.value / (noise.spurious * noise.spurious), flip: flip)
            optimal.append(evidence < 0 ? 0 : 1)
            codes.append(
                groupsAreDomains ? Int32(domain) : (label < 0 ? 0 : 2) + (spurious < 0 ? 0 : 1))
        }
        var table = SyntheticTable(rows: values, width: width)
        let core = (0..<dimensions.core).map { "core\($0 + 1)" }
        let names = core + (0..<dimensions.spurious).map { "spurious\($0 + 1)" }
        for column in names.indices { table.columns[column].name = names[column] }
        return table.dataset(
            name: Self.declaration.id, task: .classification(classes: ["0", "1"]), target: .classes(labels),
            roles: RowRoles(
                groups: .init(codes: codes, names: groupNames), split: .parts(parts)),
            truth: truth(core: core, optimal: optimal))
    }

    private var groupNames: [String] {
        guard groupsAreDomains else { return ["y=0 a=0", "y=0 a=1", "y=1 a=0", "y=1 a=1"] }
        let width = String(settings.trainFlips.count).count
        return settings.trainFlips.indices.map { domain in
            let number = String(domain + 1)
            return "domain " + String(repeating: "0", count: width - number.count) + number
        } + ["test"]
    }

    private func truth(core: [String], optimal: [Int]) -> Truth {
        let law = settings.law
        let test = law.errorRate(flip: settings.testFlip)
        return Truth(
            bayesErrorRate: test, optimalPredictions: .classes(optimal),
            relevantColumns: law.labelNoise == 0.5 ? [] : core,
            quantities: [
                .init(
                    "invariant_error_rate", [law.invariantErrorRate],
                    formula: "η + (1 − 2η) Φ(−√d_c/σ_c): the sign of the sum of the core columns"),
                .init(
                    "training_bayes_error_rates", settings.trainFlips.map(law.errorRate),
                    formula: "per training domain, its law known"),
                .init(
                    "domain_flips", settings.trainFlips + [settings.testFlip],
                    formula: "e of the training domains, then of the test domain"),
            ])
    }
}
