import Dispatch
import Foundation
import Synchronization

/// Whether the user wants the run to end: the first Ctrl-C (or SIGTERM, or the terminal's end) lets cells in flight
/// finish, the second gives them up.
public final class Interruption: Sendable {
    private let requests = Mutex(0)

    /// Nothing asked yet.
    public init() {}

    /// Whether no further cell should be started.
    public var isRequested: Bool { requests.withLock { $0 > 0 } }
    /// Whether cells in flight should be given up too.
    public var isImmediate: Bool { requests.withLock { $0 > 1 } }

    /// Asks once more.
    public func request() { requests.withLock { $0 += 1 } }

    /// Listens to SIGINT, SIGTERM and SIGHUP for the rest of the process, calling `notice` at each.
    public func listen(notice: @escaping @Sendable (_ isImmediate: Bool) -> Void) {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                self.request()
                notice(self.isImmediate)
            }
            source.resume()
            Self.sources.withLock { $0.append(Box(source: source)) }
        }
    }

    private struct Box: @unchecked Sendable {
        let source: any DispatchSourceSignal
    }

    /// Sources end when released, so they are kept.
    private static let sources = Mutex<[Box]>([])
}
