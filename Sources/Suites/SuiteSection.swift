import Primitives

/// One top-level key of a suite: how it is read.
///
/// A new key is a new file that extends this with a static constant, and a line in `all`.
struct SuiteSection: Sendable {
    /// The key.
    let key: String
    /// Whether a suite without it is an error.
    let isRequired: Bool
    /// Reads the value (nil where the key is absent) into the draft.
    let read: @Sendable (YAMLNode?, inout SuiteReader) -> Void

    init(
        _ key: String, isRequired: Bool = false,
        read: @escaping @Sendable (YAMLNode?, inout SuiteReader) -> Void
    ) {
        self.key = key
        self.isRequired = isRequired
        self.read = read
    }

    /// Every section, in the order of reading: a section may look at those before it.
    static let all: [SuiteSection] = [
        .version,
        .name,
        .description,
        .seeds,
        .datasets,
        .models,
        .methods,
        .training,
        .protocol,
        .gate,
        .exclude,
        .overrides,
    ]
}
