#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A number that somebody else published or a reference program printed, and ours for the same input.
public struct ReferenceCheck: Sendable {
    /// How far our number has to agree.
    public enum Tolerance: Sendable, Hashable {
        /// To so many significant digits, for values known to all digits.
        case digits(Double)
        /// To so many decimal places, for values that were printed rounded.
        case decimals(Int)
        /// To within an absolute distance, for values that somebody drew at random.
        case within(Double)
    }

    /// The procedure, by its usual name: "Friedman test".
    public var procedure: String
    /// The quantity and its input: "χ²_F, Demšar table 6".
    public var quantity: String
    /// Where the number comes from: a paper with its table, or a program with its version and function.
    public var source: String
    /// The number given there.
    public var expected: Double
    /// Ours.
    public var obtained: Double
    /// How far they have to agree.
    public var tolerance: Tolerance
    /// Why they do not agree where they should not; nil elsewhere.
    public var remark: String?

    /// A check.
    public init(
        _ procedure: String, _ quantity: String, source: String, expected: Double, obtained: Double,
        tolerance: Tolerance = .digits(10), remark: String? = nil
    ) {
        self.procedure = procedure
        self.quantity = quantity
        self.source = source
        self.expected = expected
        self.obtained = obtained
        self.tolerance = tolerance
        self.remark = remark
    }

    /// The significant digits that agree, at most 16: −log₁₀ of the relative distance (McCullough 1998, the "LRE"); of
    /// the absolute one where 0 is expected.
    public var agreeingDigits: Double {
        if obtained == expected { return 16 }
        guard obtained.isFinite, expected.isFinite else { return 0 }
        let distance = abs(obtained - expected) / (expected == 0 ? 1 : abs(expected))
        return max(0, min(16, -log10(distance)))
    }

    /// Whether they agree as far as they have to.
    public var agrees: Bool {
        switch tolerance {
        case .digits(let digits): agreeingDigits >= digits
        case .decimals(let places): abs(obtained - expected) <= 0.500_001 * pow(10, -Double(places))
        case .within(let distance): abs(obtained - expected) <= distance
        }
    }
}
