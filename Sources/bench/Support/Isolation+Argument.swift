import ArgumentParser
import Runner

extension Isolation: ExpressibleByArgument {
    /// What trains cells there.
    var dispatcher: any Dispatcher {
        switch self {
        case .process: ProcessDispatcher()
        case .thread: ThreadDispatcher()
        }
    }
}
