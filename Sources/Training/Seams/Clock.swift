/// What a method can ask of the time within its fit; a scalar of the step.
public enum Clock: String, Sendable, Hashable, CaseIterable {
    /// Steps before this one, from 0.
    case step
    /// Epochs before this one, from 0.
    case epoch
    /// Epochs of the fit.
    case epochs
    /// Steps of an epoch.
    case stepsPerEpoch
    /// Steps before this one over all steps of the fit, in [0, 1).
    case progress
    /// 1 in the first step of the fit, else 0.
    case isFirstStep
    /// 1 in the first step of an epoch, else 0.
    case isFirstStepOfEpoch
    /// 1 in the last step of an epoch, else 0.
    case isLastStepOfEpoch
    /// 1 in the last step of the fit, else 0.
    case isLastStep

    /// The value in step `step` (from 0) of a fit of `epochs` epochs of `stepsPerEpoch` steps.
    func value(step: Int, stepsPerEpoch: Int, epochs: Int) -> Double {
        let inEpoch = step % stepsPerEpoch
        let last = stepsPerEpoch * epochs - 1
        switch self {
        case .step: return Double(step)
        case .epoch: return Double(step / stepsPerEpoch)
        case .epochs: return Double(epochs)
        case .stepsPerEpoch: return Double(stepsPerEpoch)
        case .progress: return Double(step) / Double(last + 1)
        case .isFirstStep: return step == 0 ? 1 : 0
        case .isFirstStepOfEpoch: return inEpoch == 0 ? 1 : 0
        case .isLastStepOfEpoch: return inEpoch == stepsPerEpoch - 1 ? 1 : 0
        case .isLastStep: return step == last ? 1 : 0
        }
    }
}
