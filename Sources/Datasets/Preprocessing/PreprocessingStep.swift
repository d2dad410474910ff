import Primitives

/// A named step between a dataset's cells and a model's inputs, fitted on the training rows alone.
///
/// To add one, write a type in a file of its own and list it in `PreprocessingCatalogue`. Most steps declare
/// `PreprocessingParameters.columns` and act on the columns that `StepColumns` selects by it.
public protocol PreprocessingStep: Sendable {
    /// Its id, parameters, formula and citation.
    static var declaration: ComponentDeclaration { get }

    /// A step; throws (exit code `usage`) when the arguments contradict each other.
    init(arguments: Arguments) throws(BenchError)

    /// Learns what it needs from the training rows; throws (exit code `data`) when they do not suffice.
    ///
    /// `seed` is the cell's, for steps that draw.
    func fit(_ training: FeatureTable, seed: Int) throws(BenchError) -> any FittedStep
}

/// A step that has been fitted.
public protocol FittedStep: Sendable {
    /// Transforms any rows.
    ///
    /// Throws (exit code `data`) for a value that cannot be transformed.
    func apply(to table: inout FeatureTable) throws(BenchError)

    /// Transforms the very rows that it was fitted on; the same as `apply(to:)` unless fitting must be crossed.
    func applyToTraining(_ table: inout FeatureTable) throws(BenchError)

    /// How predictions of a transformed target are taken back; nil where the step leaves the target alone.
    var targetInverse: TargetInverse? { get }

    /// What a reader should know of the columns and of the rows `held` out, before they are transformed.
    func notes(held: FeatureTable) -> [String]
}

extension FittedStep {
    /// The same as for other rows.
    public func applyToTraining(_ table: inout FeatureTable) throws(BenchError) { try apply(to: &table) }

    /// Most steps leave the target alone.
    public var targetInverse: TargetInverse? { nil }

    /// Most steps have nothing to say.
    public func notes(held: FeatureTable) -> [String] { [] }
}

/// Every preprocessing step, one line each.
public enum PreprocessingCatalogue {
    /// The steps, in the order they are listed.
    public static let steps: [any PreprocessingStep.Type] = [
        Impute.self,
        Standardize.self,
        OneHot.self,
        MinMax.self,
        Robust.self,
        QuantileNormal.self,
        Clip.self,
        SignedLog.self,
        ImputeLevels.self,
        RareLevels.self,
        Ordinal.self,
        EmbeddingIndex.self,
        TargetEncoding.self,
        LogTarget.self,
    ]

    /// What they say of themselves, in the same order.
    public static var declarations: [ComponentDeclaration] { steps.map { $0.declaration } }

    /// The step with this id; nil where there is none.
    public static func step(_ id: String) -> (any PreprocessingStep.Type)? {
        steps.first { $0.declaration.id == id }
    }

    /// What is done where a suite says nothing, by id and with the defaults.
    public static let standard = ["impute", "standardize", "one-hot"]
}
