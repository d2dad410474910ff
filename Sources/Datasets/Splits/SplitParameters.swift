import Primitives

/// The parameters that split schemes share.
enum SplitParameters {
    /// The fraction of the rows that are tested on.
    static func test(_ summary: String = "The fraction of the rows that are tested on.")
        -> ParameterDeclaration
    {
        .init("test", .real(.open(0, 1)), default: .real(0.2), summary)
    }

    /// The fraction of the rows that are validated on.
    static func validation(
        _ summary: String = "The fraction of the rows for tuning and stopping; 0 for none."
    ) -> ParameterDeclaration {
        .init("validation", .real(.halfOpen(0, 1)), default: .real(0.2), summary)
    }

    /// Whether classes are spread evenly.
    static func stratify(_ summary: String) -> ParameterDeclaration {
        .init("stratify", .choice(["auto", "yes", "no"]), default: .text("auto"), summary)
    }

    /// Throws (exit code `usage`) where test and validation leave nothing.
    static func checkFractions(test: Double, validation: Double) throws(BenchError) {
        guard test + validation < 1 else {
            throw BenchError(
                .usage,
                "the split leaves no rows for training: test \(JSONValue.canonicalNumber(test)) + validation "
                    + "\(JSONValue.canonicalNumber(validation)) must be below 1")
        }
    }
}
