import CTensorKernels

/// Elementary functions with the same bits on every CPU and operating system.
///
/// They are built of + − × ÷ and √ only; libm differs between systems and between CPUs of one system. Every
/// error is below one unit in the last place (docs/numerics.md has the measured ones); NaN gives NaN.
public enum DeterministicMath {
    /// e^x; 0 below −745.2, infinity above 709.8.
    public static func exp(_ x: Double) -> Double { tk_exp(x) }

    /// The natural logarithm; −infinity at 0, NaN below.
    public static func log(_ x: Double) -> Double { tk_log(x) }

    /// ln(1 + x), exact to the last place also for small x; −infinity at −1, NaN below.
    public static func log1p(_ x: Double) -> Double { tk_log1p(x) }

    /// The hyperbolic tangent.
    public static func tanh(_ x: Double) -> Double { tk_tanh(x) }

    /// 1 / (1 + e^−x).
    public static func sigmoid(_ x: Double) -> Double { tk_sigmoid(x) }

    /// The error function.
    public static func erf(_ x: Double) -> Double { tk_erf(x) }

    /// sin x for every finite x; NaN for infinities.
    public static func sin(_ x: Double) -> Double { tk_sin(x) }

    /// cos x for every finite x; NaN for infinities.
    public static func cos(_ x: Double) -> Double { tk_cos(x) }

    /// √x, correctly rounded; NaN below 0.
    public static func sqrt(_ x: Double) -> Double { tk_sqrt(x) }

    /// x^y, with the special cases of C.
    ///
    /// x⁰ and 1^y are 1, also for NaN; a finite negative x to a power that is not a whole number is NaN.
    public static func pow(_ x: Double, _ y: Double) -> Double { tk_pow(x, y) }

    /// π.
    public static let pi = Double.pi
}
