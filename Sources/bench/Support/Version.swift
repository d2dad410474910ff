import Numerics
import Runner

/// What `bench --version` prints.
enum Version {
    static let text = "bench \(EnvironmentProbe.programVersion), numerics \(NumericsVersion.current)"
}
