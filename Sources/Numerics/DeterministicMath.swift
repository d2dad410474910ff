import CTensorKernels

/// Elementary functions whose bits are the same on every machine.
///
/// They are built of + − × ÷ and √ only; libm differs between systems and between CPUs of one system. Errors
/// are below 1.1 units in the last place (Tests/NumericsTests measures them against high-precision values).
public enum DeterministicMath {
    /// e^x; 0 below −745.2, infinity above 709.8.
    public static func exp(_ x: Double) -> Double { tk_exp(x) }

    /// The natural logarithm; −infinity at 0, NaN below.
    public static func log(_ x: Double) -> Double { tk_log(x) }

    /// sin x for |x| ≤ 10⁶; NaN beyond, where the reduction would lose digits.
    public static func sin(_ x: Double) -> Double { tk_sin(x) }

    /// cos x for |x| ≤ 10⁶; NaN beyond, where the reduction would lose digits.
    public static func cos(_ x: Double) -> Double { tk_cos(x) }

    /// π.
    public static let pi = Double.pi
}
