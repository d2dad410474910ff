import Numerics
import Primitives

/// A controlled damage to a dataset, applied after the split and before the preparation.
///
/// To add one, write a type in a file of its own and list it in `CorruptionCatalogue`. At its neutral setting
/// it changes nothing at all.
public protocol Corruption: Sendable {
    /// Its id, parameters, formula and citation.
    static var declaration: ComponentDeclaration { get }

    /// A corruption; throws (exit code `usage`) when the arguments contradict each other.
    init(arguments: Arguments) throws(BenchError)

    /// Damages `sample`, with random numbers from `stream` alone; throws (exit code `data`) when it does not
    /// fit the dataset.
    func apply(to sample: inout Sample, _ stream: inout RandomStream) throws(BenchError)

    /// Damages later rows of an online stream in the way that `apply(to:_:)` damaged the first ones.
    ///
    /// `law` is that one's stream at its beginning: what is no row's own, such as an order of columns, is drawn from
    /// it again; what is a row's own from `stream`.
    func apply(toFresh sample: inout Sample, law: RandomStream, _ stream: inout RandomStream)
        throws(BenchError)
}

extension Corruption {
    /// Most corruptions draw nothing but what is a row's own.
    public func apply(toFresh sample: inout Sample, law: RandomStream, _ stream: inout RandomStream)
        throws(BenchError)
    {
        try apply(to: &sample, &stream)
    }
}

/// Which parts of a split a corruption reaches.
public enum CorruptedParts: String, Sendable, CaseIterable {
    /// The training rows.
    case train
    /// The training and validation rows: the test rows stay clean.
    case trainAndValidation = "train-validation"
    /// Every row.
    case all

    /// The declaration of the parameter `parts`.
    static func declaration(default parts: CorruptedParts) -> ParameterDeclaration {
        .init(
            "parts", .choice(allCases.map(\.rawValue)), default: .text(parts.rawValue),
            "The parts of the split that are corrupted.")
    }

    /// The parts that `arguments` name.
    init(_ arguments: Arguments) { self = CorruptedParts(rawValue: arguments.text("parts"))! }
}

/// Every corruption, one line each.
public enum CorruptionCatalogue {
    /// The corruptions, in the order they are listed.
    public static let corruptions: [any Corruption.Type] = [
        SymmetricLabelNoise.self,
        AsymmetricLabelNoise.self,
        InstanceDependentLabelNoise.self,
        TargetNoise.self,
        ShuffledLabels.self,
        Imbalance.self,
        Subsample.self,
        FeatureNoise.self,
        MissingCompletelyAtRandom.self,
        RowDuplication.self,
        RedundantFeatures.self,
        IrrelevantFeatures.self,
        ShuffledFeatures.self,
        Outliers.self,
    ]

    /// What they say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { corruptions.map { $0.declaration } }

    /// The corruption with this id; nil where there is none.
    public static func corruption(_ id: String) -> (any Corruption.Type)? {
        corruptions.first { $0.declaration.id == id }
    }

    /// Applies `uses` to `sample` in their order, each with a random stream of its own under `seed`.
    ///
    /// The second use of an id has another stream than the first, so no corruption disturbs another; so has
    /// each `draw` of an online stream, but for what all draws have in common.
    public static func apply(
        _ uses: [ComponentUse], to sample: inout Sample, seed: Int, draw: Int = 0
    ) throws(BenchError) {
        for (position, use) in uses.enumerated() {
            guard let type = corruption(use.id) else {
                throw BenchError(.usage, "this program has no corruption \"\(use.id)\"")
            }
            let occurrence = uses[..<position].count { $0.id == use.id }
            let name = "corruption/\(use.id)/\(occurrence)"
            let corruption = try type.init(arguments: use.arguments)
            var stream = RandomStream(seed: seed, name: name)
            guard draw != 0 else {
                try corruption.apply(to: &sample, &stream)
                continue
            }
            let law = stream
            stream = RandomStream(seed: seed, name: name + "/draw \(draw)")
            try corruption.apply(toFresh: &sample, law: law, &stream)
        }
    }
}
