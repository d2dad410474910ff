import CTensorKernels
import Numerics
import Testing

/// The logarithm and the cosine that normals are drawn with, eight at a time, beside the functions of one argument.
@Suite("Functions of the normals' kernel")
struct NormalKernelTests {
    /// The arguments at which a level's bits are others.
    private func wrong(_ arguments: [Double], _ level: InstructionSet) -> [Double] {
        var logarithms = [Double](repeating: 0, count: arguments.count)
        var cosines = logarithms
        tk_log_cos(level.kernelLevel, arguments, &logarithms, &cosines, Int64(arguments.count))
        return arguments.indices.filter { i in
            logarithms[i].bitPattern != tk_log(arguments[i]).bitPattern
                || cosines[i].bitPattern != tk_cos(arguments[i]).bitPattern
        }.map { arguments[$0] }
    }

    /// Doubles around `x`, up to `reach` units in the last place away.
    private func around(_ x: Double, _ reach: Int) -> [Double] {
        (-reach...reach).map { Double(bitPattern: UInt64(Int(x.bitPattern) + $0)) }
    }

    static let levels = InstructionSet.allCases.filter(\.isAvailable)

    @Test("bits are those of one argument at a time: random arguments", arguments: levels)
    func random(_ level: InstructionSet) {
        var stream = RandomStream(seed: 4, name: "normal kernel")
        var arguments: [Double] = []
        for _ in 0..<200_000 {
            // What a draw's angle and its other uniform may be, then every binade of the reduction as often.
            arguments.append(2 * Double.pi * stream.uniform())
            arguments.append(max(stream.uniform(), 0x1p-53))
            let exponent = stream.integer(below: 4) - 1
            arguments.append(Double(sign: .plus, exponent: exponent, significand: 1 + stream.uniform()))
        }
        arguments.removeAll { $0 >= 8 }
        let others = wrong(arguments, level)
        #expect(others.isEmpty, "\(others.prefix(5))")
    }

    @Test("bits are those of one argument at a time: every exponent below 8, and edges", arguments: levels)
    func edges(_ level: InstructionSet) {
        // An odd stride through all of them.
        let below = Double(8).bitPattern
        let least = Double.leastNormalMagnitude
        var arguments = (0..<100_003).map { i in
            Double(
                bitPattern: least.bitPattern + (UInt64(i) &* 0x9E37_79B9_7F4A_7C15)
                    % (below - least.bitPattern))
        }
        // Where the quarter changes, where the reduced argument vanishes and where an exponent begins.
        for eighth in 1..<11 { arguments += around(Double(eighth) * (Double.pi / 4), 1000) }
        for exponent in -60..<3 {
            arguments += around(Double(sign: .plus, exponent: exponent, significand: 1), 20)
        }
        // Where the mantissa of the logarithm is halved.
        for exponent in -60..<2 {
            arguments += around(Double(sign: .plus, exponent: exponent, significand: 2.0.squareRoot()), 20)
        }
        // Few bits, so that products and remainders are short.
        arguments += (1..<32768).map { Double($0) / 4096 }
        // The ends of what a draw has.
        arguments += [0x1p-53, 1 - 0x1p-53, 2 * Double.pi * 0x1p-53, 2 * Double.pi * (1 - 0x1p-53)]
        arguments += [least, least.nextUp, Double(8).nextDown]
        let others = wrong(arguments, level)
        #expect(others.isEmpty, "\(others.prefix(5))")
    }

    @Test("a rest that fills no vector is computed too, and nothing beyond it is written", arguments: 0..<18)
    func rests(_ count: Int) {
        let arguments = (0..<count).map { 0.4 * Double($0 + 1) }
        for level in Self.levels {
            var logarithms = [Double](repeating: 7, count: 32)
            var cosines = logarithms
            tk_log_cos(level.kernelLevel, arguments, &logarithms, &cosines, Int64(count))
            #expect(logarithms == arguments.map { tk_log($0) } + [Double](repeating: 7, count: 32 - count))
            #expect(cosines == arguments.map { tk_cos($0) } + [Double](repeating: 7, count: 32 - count))
        }
    }
}
