/// What the Bayesian sign and signed-rank tests believe before they see data: one observation's worth of
/// weight, more or less, in one place.
public struct DirichletPrior: Sendable, Hashable {
    /// Where the prior's weight lies.
    public enum Place: String, Sendable, Hashable, CaseIterable { case below, within, above }

    /// The weight, in observations; above 0.
    public var strength: Double
    /// Where it lies.
    public var place: Place

    /// A prior.
    public init(strength: Double, place: Place = .within) {
        precondition(strength > 0 && strength.isFinite, "a prior weighs something")
        self.strength = strength
        self.place = place
    }
}
