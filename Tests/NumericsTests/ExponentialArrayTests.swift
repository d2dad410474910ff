import Numerics
import Testing

@Suite("Exponentials of arrays")
struct ExponentialArrayTests {
    private func bits(_ x: Double) -> UInt64 { x.isNaN ? Double.nan.bitPattern : x.bitPattern }

    @Test("the bits are those of one argument at a time, for all exponents and both ends of the range")
    func sameBits() {
        // An odd stride visits every exponent and both signs.
        var arguments = (0..<100_003).map { Double(bitPattern: UInt64($0) &* 0x0000_a3d7_0000_70b5) }
        arguments += (0..<200_001).map { (Double($0) - 100_000) * 0.0080001 }
        for end in [-745.1332191019412, 709.782712893384, -708.4, 0, .infinity, -.infinity, .nan] {
            arguments += [end, end.nextUp, end.nextDown, -end]
        }
        let results = DeterministicMath.exp(arguments)
        #expect(results.count == arguments.count)
        let wrong = zip(arguments, results).filter { bits(DeterministicMath.exp($0)) != bits($1) }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test("a rest that fills no vector is computed too", arguments: 0..<18)
    func rests(_ count: Int) {
        let arguments = (0..<count).map { Double($0) - 7.5 }
        #expect(DeterministicMath.exp(arguments) == arguments.map { DeterministicMath.exp($0) })
    }
}
