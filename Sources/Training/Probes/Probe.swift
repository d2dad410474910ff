import Primitives

/// A measurement of a trained network that is no metric of its predictions: its loss's curvature, its weights, its
/// activations.
///
/// A probe changes no bit of what is trained: it has its own plans and draws, and only reads.
public protocol Probe: Sendable {
    /// What the catalogue says of it.
    static var declaration: ComponentDeclaration { get }
    /// The probe with checked arguments.
    init(arguments: Arguments)
    /// What it measures; a name is appended to the probe's id after a slash, the empty one is the id alone.
    func values(_ subject: ProbeSubject) -> [(name: String, value: Double)]
}

/// A probe of a cell with what all of them can be told.
public struct ProbeUse: Sendable {
    /// The parameters that every probe has beside its own.
    public static let parameters: [ParameterDeclaration] = [
        ParameterDeclaration(
            "rows", .integer(1...100_000), default: .integer(256),
            "How many training rows it looks at; all of them where there are fewer."),
        ParameterDeclaration(
            "every", .integer(0...1_000_000), default: .integer(0),
            "Also after every so many epochs, as points of the learning curves; 0 for the end alone."),
    ]

    let probe: any Probe
    /// How many training rows it looks at.
    let rows: Int
    /// Every how many epochs it measures; 0 for the end alone.
    let every: Int
    let id: String

    /// The probe that `use` names; nil where this program has none of that name.
    public init?(_ use: ComponentUse) {
        guard let type = ProbeCatalogue.type(named: use.id) else { return nil }
        probe = type.init(arguments: use.arguments)
        rows = use.arguments.integer("rows")
        every = use.arguments.integer("every")
        id = use.id
    }

    /// What it measures in `cell`, by full name.
    func measure(_ cell: CellState) -> [(name: String, value: Double)] {
        let subject = ProbeSubject(cell, rows: rows)
        return probe.values(subject).map { ($0.name.isEmpty ? id : "\(id)/\($0.name)", $0.value) }
    }
}

/// All probes; adding one is a file and a line here.
public enum ProbeCatalogue {
    /// One line per probe.
    public static let all: [any Probe.Type] = [
        GradientNormProbe.self,
        WeightNormProbe.self,
        EffectiveLearningRateProbe.self,
        HessianEigenvaluesProbe.self,
        HessianTraceProbe.self,
        SharpnessProbe.self,
        SingularValuesProbe.self,
        EffectiveRankProbe.self,
        FeatureRankProbe.self,
        DeadUnitsProbe.self,
        ActivationSparsityProbe.self,
        LogitNormProbe.self,
    ]

    /// What all of them declare, the parameters that every probe has included.
    public static var declarations: [ComponentDeclaration] {
        all.map { type in
            var declaration = type.declaration
            declaration.parameters += ProbeUse.parameters
            return declaration
        }
    }

    /// The probe named `id`.
    public static func type(named id: String) -> (any Probe.Type)? { all.first { $0.declaration.id == id } }
}
