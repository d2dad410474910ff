import Numerics

/// A random function of given smoothness: a draw of a Gaussian process with a Matérn kernel, by random features.
///
/// f(u) = √(2/M) Σ_j a_j cos(ω_j · u + b_j), a_j ~ N(0, 1), b_j uniform over [0, 2π), ω_j by the kernel's
/// spectral density, a multivariate t of 2ν degrees of freedom (Rahimi & Recht 2007, Random features for
/// large-scale kernel machines; Rasmussen & Williams 2006, Gaussian Processes for Machine Learning, eq. 4.15).
/// Over functions f has mean 0, variance 1 and exactly the Matérn covariance; it is normal for M → ∞.
struct MaternFunction {
    /// The number of inputs.
    let inputs: Int
    private let frequencies: [Double]
    private let phases: [Double]
    private let amplitudes: [Double]

    /// A function of `inputs` numbers, ν = `smoothness` + ½, of M = `features` waves; the length scale is
    /// `lengthScale` √inputs, so that it does not become rougher with more inputs of the same size.
    init(inputs: Int, smoothness: Int, lengthScale: Double, features: Int, _ stream: inout RandomStream) {
        self.inputs = inputs
        let degrees = 2 * smoothness + 1
        let scale = lengthScale * DeterministicMath.sqrt(Double(inputs))
        let amplitude = DeterministicMath.sqrt(2 / Double(features))
        var (frequencies, phases, amplitudes): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<features {
            var chiSquared = 0.0
            for _ in 0..<degrees {
                let normal = stream.normal()
                chiSquared += normal * normal
            }
            // A zero has probability 2⁻⁵³; the frequency stays finite.
            let stretch = DeterministicMath.sqrt(max(chiSquared, 1e-30) / Double(degrees)) * scale
            for _ in 0..<inputs { frequencies.append(stream.normal() / stretch) }
            phases.append(2 * DeterministicMath.pi * stream.uniform())
            amplitudes.append(amplitude * stream.normal())
        }
        (self.frequencies, self.phases, self.amplitudes) = (frequencies, phases, amplitudes)
    }

    /// f(u).
    func callAsFunction(_ u: some Sequence<Double>) -> Double {
        var sum = 0.0
        for wave in phases.indices {
            var angle = phases[wave]
            for (index, value) in u.enumerated() { angle += frequencies[wave * inputs + index] * value }
            sum += amplitudes[wave] * DeterministicMath.cos(angle)
        }
        return sum
    }
}
