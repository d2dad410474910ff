/// What pairs say that differ all alike, so that there is no spread to test with.
///
/// Their common value decides with p = 2⁻ᴶ and not 0: were a pair as likely to differ from the others as not, J alike
/// would come with that chance.
enum EqualDifferences {
    /// The least number of pairs that say something at α: 5 at 0.05.
    static func fewest(alpha: Double) -> Int {
        var count = GateTests.fewestPairs
        while chance(count) > alpha { count += 1 }
        return count
    }

    /// 2 to the power of −`count`.
    static func chance(_ count: Int) -> Double {
        Double(sign: .plus, exponent: -min(count, 1000), significand: 1)
    }
}
