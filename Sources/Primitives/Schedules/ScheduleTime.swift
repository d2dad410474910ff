/// When a schedule is asked for its value, and what it may know by then.
public struct ScheduleTime: Sendable {
    /// Steps of the fit before this one.
    public let step: Int
    /// Steps of an epoch.
    public let stepsPerEpoch: Int
    /// Epochs of the fit.
    public let epochs: Int
    /// The losses of the epochs so far.
    public let history: ScheduleHistory
    /// The functions that the standard library lacks.
    public let functions: ElementaryFunctions

    /// A time.
    public init(
        step: Int, stepsPerEpoch: Int, epochs: Int, history: ScheduleHistory, functions: ElementaryFunctions
    ) {
        self.step = step
        self.stepsPerEpoch = stepsPerEpoch
        self.epochs = epochs
        self.history = history
        self.functions = functions
    }

    /// Epochs before this one.
    public var epoch: Int { step / stepsPerEpoch }

    /// Units before now.
    public func now(_ unit: Schedule.Unit) -> Double { unit == .step ? Double(step) : Double(epoch) }

    /// Units of the whole fit.
    public func whole(_ unit: Schedule.Unit) -> Double {
        unit == .step ? Double(stepsPerEpoch) * Double(epochs) : Double(epochs)
    }

    /// How much of the span lies before now, from 0 to 1; without `end` it lasts as long as the fit.
    public func fraction(_ begin: Double, _ end: Double?, _ unit: Schedule.Unit) -> Double {
        let (now, end) = (now(unit), end ?? whole(unit))
        if now <= begin { return 0 }
        if now >= end { return 1 }
        return (now - begin) / (end - begin)
    }
}

/// The losses of the epochs of a fit so far: what a schedule that reacts to training looks at.
public struct ScheduleHistory: Sendable {
    /// A part of the data whose loss is known after every epoch.
    public enum Part: String, Sendable, Hashable, CaseIterable { case train, validation }

    /// The training loss of each epoch.
    public var train: [Double]
    /// The loss on the validation rows after each epoch; empty where there are none.
    public var validation: [Double]

    /// A history; empty before the first epoch.
    public init(train: [Double] = [], validation: [Double] = []) {
        self.train = train
        self.validation = validation
    }

    /// The losses on a part.
    public subscript(part: Part) -> [Double] { part == .train ? train : validation }
}

/// Elementary functions with the same bits everywhere, handed to schedules by the module that has them.
public struct ElementaryFunctions: Sendable {
    /// cos x.
    public let cosine: @Sendable (Double) -> Double
    /// e^x.
    public let exponential: @Sendable (Double) -> Double
    /// x^y.
    public let power: @Sendable (Double, Double) -> Double

    /// The functions.
    public init(
        cosine: @escaping @Sendable (Double) -> Double, exponential: @escaping @Sendable (Double) -> Double,
        power: @escaping @Sendable (Double, Double) -> Double
    ) {
        self.cosine = cosine
        self.exponential = exponential
        self.power = power
    }

    /// (1 + cos πu)/2: from 1 at 0 to 0 at 1, exactly.
    public func halfCosine(_ u: Double) -> Double {
        if u == 0 { return 1 }
        return u == 1 ? 0 : 0.5 * (1 + cosine(.pi * u))
    }
}
