import CTensorKernels
import Numerics

/// A fixed piece of work, done before something is timed: what the machine is worth at that moment.
///
/// It multiplies matrices and divides numbers in loops of its own that run on the same instruction set as the
/// kernels, so that a faster machine, or one that is throttled, cancels, and a slower kernel does not.
enum CalibrationLoop {
    /// How often the work is done each time: about a millisecond, so that some fall between interruptions.
    private static let iterations: Int64 = 100

    /// Iterations per CPU second of this thread, now.
    static func iterationsPerSecond(on level: InstructionSet) -> Double {
        let start = ThreadTime.nanoseconds
        let value = tk_calibrate(level.kernelLevel, iterations)
        let nanoseconds = ThreadTime.nanoseconds - start
        precondition(value.isFinite, "the calibration loop is bounded")
        return Double(iterations) / (Double(max(nanoseconds, 1)) * 1e-9)
    }
}
