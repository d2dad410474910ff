import Primitives
import Suites

/// Where a dataset comes from and what is done to it before training: everything that prepared data are made
/// of but the seed.
public struct DatasetRecipe: Sendable, Hashable {
    /// The name that messages say.
    public var label: String
    /// The dataset kind with all its arguments, a path among them.
    public var use: ComponentUse
    /// The folder that relative paths start from.
    public var baseDirectory: String
    /// What damages it, in the order of application.
    public var corruptions: [ComponentUse]
    /// The split scheme.
    public var split: ComponentUse
    /// The preprocessing steps, in order.
    public var preprocessing: [ComponentUse]
    /// The suite's path, for messages.
    public var suitePath: String

    /// A recipe.
    public init(
        label: String, use: ComponentUse, baseDirectory: String, corruptions: [ComponentUse],
        split: ComponentUse, preprocessing: [ComponentUse], suitePath: String
    ) {
        self.label = label
        self.use = use
        self.baseDirectory = baseDirectory
        self.corruptions = corruptions
        self.split = split
        self.preprocessing = preprocessing
        self.suitePath = suitePath
    }

    /// What a suite says of one of its datasets.
    init(_ entry: Suite.Dataset, _ suite: Suite) {
        self.init(
            label: entry.label, use: entry.use, baseDirectory: suite.baseDirectory,
            corruptions: entry.corruptions, split: entry.split, preprocessing: entry.preprocessing,
            suitePath: suite.path)
    }
}
