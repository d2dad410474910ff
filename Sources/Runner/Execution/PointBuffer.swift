import Records

/// Collects what is added to learning curves and passes it on a few times a second.
///
/// Used from the thread that trains only.
final class PointBuffer: @unchecked Sendable {
    private static let interval = Duration.milliseconds(200)
    private let send: ([CurvePoint]) -> Void
    private var waiting: [CurvePoint] = []
    private var sent = ContinuousClock.now

    init(send: @escaping ([CurvePoint]) -> Void) { self.send = send }

    func add(_ points: ArraySlice<CurvePoint>) {
        waiting += points
        guard ContinuousClock.now - sent >= Self.interval else { return }
        send(waiting)
        waiting.removeAll(keepingCapacity: true)
        sent = .now
    }
}
