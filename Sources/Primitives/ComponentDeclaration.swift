/// What a catalogue says of one method, model, dataset kind or split scheme.
///
/// The single source for the parser, `bench list`, `bench describe` and the generated docs.
public struct ComponentDeclaration: Sendable, Hashable {
    /// The name in suites: lower case with hyphens, the field's standard term.
    public var id: String
    /// The family it is listed under, for example "weight decay".
    public var family: String
    /// One sentence: what it does.
    public var summary: String
    /// Its formula in plain text; nil where there is none.
    public var formula: String?
    /// Where it comes from: authors, year, title, section or equation.
    ///
    /// Empty only for the trivial.
    public var citations: [String]
    /// Its parameters, in the order they are shown.
    public var parameters: [ParameterDeclaration]
    /// What it costs per training step, in forward-backward passes; 1 is the baseline.
    public var costInPasses: Double
    /// Raised when the component's results change for the same parameters; part of a cell's identity.
    public var version: Int
    /// Whether it replaces the optimiser rather than adding to the stack.
    ///
    /// Methods only.
    public var isOptimizer: Bool
    /// The seams it uses, for people.
    ///
    /// Methods only.
    public var seams: [String]
    /// What it is good for, in a sentence or two.
    ///
    /// Methods only.
    public var purpose: String
    /// Parts of a cell that only one method can have, by name ("base loss"): two that share one cannot be stacked.
    ///
    /// Methods only.
    public var exclusive: [String]
    /// Things a user should know before trusting it.
    public var remarks: [String]
    /// The learning tasks it can be used for.
    public var tasks: [MetricDeclaration.TaskKind]
    /// The split scheme that it needs where a suite names none.
    ///
    /// Dataset kinds only; nil for the default scheme.
    public var split: String?

    /// A declaration.
    public init(
        id: String, family: String, summary: String, formula: String? = nil, citations: [String] = [],
        parameters: [ParameterDeclaration] = [], costInPasses: Double = 1, version: Int = 1,
        isOptimizer: Bool = false, seams: [String] = [], purpose: String = "", exclusive: [String] = [],
        remarks: [String] = [],
        tasks: [MetricDeclaration.TaskKind] = MetricDeclaration.TaskKind.allCases,
        split: String? = nil
    ) {
        self.id = id
        self.family = family
        self.summary = summary
        self.formula = formula
        self.citations = citations
        self.parameters = parameters
        self.costInPasses = costInPasses
        self.version = version
        self.isOptimizer = isOptimizer
        self.seams = seams
        self.purpose = purpose
        self.exclusive = exclusive
        self.remarks = remarks
        self.tasks = tasks
        self.split = split
    }

    /// Arguments with the parameters that have a neutral value set to it; nil where none has one.
    public var neutralArguments: Arguments? {
        var given: [String: ParameterValue] = [:]
        for parameter in parameters { given[parameter.name] = parameter.neutralValue }
        return given.isEmpty ? nil : try? Arguments(given, for: parameters)
    }
}

/// One component with its arguments: what a cell says of its method, model, dataset or split.
public struct ComponentUse: Sendable, Hashable {
    /// The component's id.
    public var id: String
    /// The component's version at the time.
    public var version: Int
    /// Its arguments.
    public var arguments: Arguments

    /// A use of the component `id`.
    public init(id: String, version: Int, arguments: Arguments) {
        self.id = id
        self.version = version
        self.arguments = arguments
    }

    /// A use of `declaration` with the given values over its defaults.
    public init(_ declaration: ComponentDeclaration, _ given: [String: ParameterValue] = [:])
        throws(ParameterError)
    {
        self.init(
            id: declaration.id, version: declaration.version,
            arguments: try Arguments(given, for: declaration.parameters))
    }

    /// The form that identities are made of.
    public var canonical: JSONValue {
        ["id": .string(id), "version": .integer(version), "parameters": arguments.canonical]
    }
}
